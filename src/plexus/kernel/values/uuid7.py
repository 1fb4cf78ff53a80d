"""Identifiers: UUID version 7, which sort by the moment they were made."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A new UUIDv7; later ids of this process compare greater."""
    return uuid7()
