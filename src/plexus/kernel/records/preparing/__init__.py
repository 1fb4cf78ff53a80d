"""What becomes of values before a record is kept: found, permitted, completed, in one form, numbered and ruled on."""
