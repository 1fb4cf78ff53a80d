"""Finished exports."""
