"""Asking for long acts, and doing them."""
