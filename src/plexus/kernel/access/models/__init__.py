"""Records shared one by one, what a remark is about, and who looked as whom."""

from plexus.kernel.access.models.link import Link
from plexus.kernel.access.models.seeing import Seeing
from plexus.kernel.access.models.share import Share

__all__ = ["Link", "Seeing", "Share"]
