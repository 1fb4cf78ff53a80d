"""The filter of a list or a setting: built in rows, and back."""
