"""Who follows what, what was told to whom, and how far the journal was read for that."""

from plexus.kernel.following.models import follow
from plexus.kernel.following.models.follow import Follow
from plexus.kernel.following.models.notice import Notice, NoticeKind, Watermark
from plexus.kernel.schema import registry

__all__ = ["Follow", "Notice", "NoticeKind", "Watermark", "register"]


def register() -> None:
    """Describe the object of this app; called while apps load."""
    registry.register(Follow, follow.DESCRIPTION)
