"""Asking for exports."""
