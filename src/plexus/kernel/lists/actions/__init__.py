"""Putting records on lists and taking them off."""
