"""What becomes of a file's bytes: whoever may read its record may have them."""
