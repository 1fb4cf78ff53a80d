"""The search index as the application reads it."""

from plexus.kernel.search.models.entry import SearchEntry
from plexus.kernel.search.models.file_entry import FileEntry

__all__ = ["FileEntry", "SearchEntry"]
