"""Lists and what stands on them."""

from plexus.kernel.lists.models import listed
from plexus.kernel.lists.models.listed import HandList, Member
from plexus.kernel.schema import registry

__all__ = ["HandList", "Member", "register"]


def register() -> None:
    """Describe the objects of this app; called while apps load."""
    registry.register(HandList, listed.LIST)
    registry.register(Member, listed.MEMBER)
