"""What an administrator lets people do: roles as a matrix, field by field, told in sentences."""
