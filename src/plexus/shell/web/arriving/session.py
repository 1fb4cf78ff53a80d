"""What a browser's session remembers of where somebody works."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

WORKSPACE = "workspace"


def chosen_workspace(request: HttpRequest) -> UUID | None:
    """The workspace that the session remembers."""
    held = request.session.get(WORKSPACE)
    return UUID(held) if held else None
