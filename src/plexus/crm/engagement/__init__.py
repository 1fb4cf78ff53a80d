"""Every touch with a customer: activities, tasks and comments."""
