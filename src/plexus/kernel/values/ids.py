"""Ids in texts that people and programs send."""

from __future__ import annotations

from uuid import UUID


def id_in(text: str) -> UUID | None:
    """The id that a text is; none where it is something else."""
    try:
        return UUID(text)
    except ValueError:
        return None
