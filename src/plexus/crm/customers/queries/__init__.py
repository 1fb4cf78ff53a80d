"""Finished reads of customers."""
