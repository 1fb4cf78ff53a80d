"""Finished reads of relations."""
