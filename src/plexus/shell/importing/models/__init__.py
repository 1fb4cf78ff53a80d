"""Imports, alone or several together, and the rows of them that somebody will ask about."""

from plexus.shell.importing.models.brought import Import, ImportRow
from plexus.shell.importing.models.together import ImportSet

__all__ = ["Import", "ImportRow", "ImportSet"]
