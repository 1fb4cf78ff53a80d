"""Bringing a set-up in."""
