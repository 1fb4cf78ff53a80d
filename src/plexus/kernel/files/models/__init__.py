"""Files."""

from plexus.kernel.files.models import file
from plexus.kernel.files.models.file import File
from plexus.kernel.schema import registry

__all__ = ["File", "register"]


def register() -> None:
    """Describe the object of this app; called while apps load."""
    registry.register(File, file.DESCRIPTION)
