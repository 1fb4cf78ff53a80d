"""Records shared one by one, and what a remark is about."""

from plexus.kernel.access.models.link import Link
from plexus.kernel.access.models.share import Share

__all__ = ["Link", "Share"]
