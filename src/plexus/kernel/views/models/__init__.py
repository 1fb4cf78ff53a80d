"""Views."""

from plexus.kernel.schema import registry
from plexus.kernel.views.models import view
from plexus.kernel.views.models.view import Audience, Layout, View

__all__ = ["Audience", "Layout", "View", "register"]


def register() -> None:
    """Describe the object of this app; called while apps load."""
    registry.register(View, view.DESCRIPTION)
