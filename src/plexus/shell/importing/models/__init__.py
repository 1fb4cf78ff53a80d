"""Imports, and the rows of them that somebody will ask about."""

from plexus.shell.importing.models.brought import Import, ImportRow

__all__ = ["Import", "ImportRow"]
