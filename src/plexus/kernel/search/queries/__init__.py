"""Finding records, and narrowing a list by a text."""
