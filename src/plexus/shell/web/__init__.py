"""Doors of the generic pages."""
