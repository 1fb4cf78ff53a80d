"""Keeping a copy of everything: taking a backup of a running installation, and putting it back."""
