"""What stands on which list."""
