"""The search index as the application reads it."""

from plexus.kernel.search.models.entry import SearchEntry

__all__ = ["SearchEntry"]
