"""How each kind of field is shown and typed: one presenter per kind, found by its key."""

from plexus.shell.web.presenting import choices, documents, files, moments, numbers, points, references, texts
from plexus.shell.web.presenting.presenter import Presenter, presenter_of

__all__ = [
    "Presenter",
    "choices",
    "documents",
    "files",
    "moments",
    "numbers",
    "points",
    "presenter_of",
    "references",
    "texts",
]
