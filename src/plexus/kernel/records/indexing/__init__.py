"""Indexes that administrators ask for: of fields that were added, and of those that objects came with."""
