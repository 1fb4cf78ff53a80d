"""Actions as buttons and dialogs, long ones that a worker does, and taking them back."""
