"""Importing: files of other systems become records."""
