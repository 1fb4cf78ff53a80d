"""Finished reads of engagement."""
