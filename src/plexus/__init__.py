"""Plexus (灵络 CRM): customer relationship management in Python."""

__version__ = "0.1.0.dev0"
