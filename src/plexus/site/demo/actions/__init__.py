"""Founding the demo and removing it."""
