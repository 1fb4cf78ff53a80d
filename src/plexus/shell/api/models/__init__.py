"""What the API keeps for itself."""

from plexus.shell.api.models.remembered import Remembered

__all__ = ["Remembered"]
