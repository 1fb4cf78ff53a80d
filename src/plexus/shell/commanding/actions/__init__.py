"""Asking for long bulk commands."""
