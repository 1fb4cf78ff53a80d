"""Putting files on records."""
