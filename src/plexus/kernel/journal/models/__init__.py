"""Causes and changes."""

from plexus.kernel.journal.models.cause import Cause
from plexus.kernel.journal.models.change import Change

__all__ = ["Cause", "Change"]
