"""Finished reads of sales."""
