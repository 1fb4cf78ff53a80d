"""Keeping the index true where no trigger does."""
