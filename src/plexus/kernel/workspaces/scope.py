"""Which workspace the open transaction may see: the one place that tells PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection, transaction

ENTER = "SELECT plexus_enter(%s, %s)"
_shape: ContextVar[tuple[UUID, int] | None] = ContextVar("plexus_shape", default=None)


@contextmanager
def inside(workspace_id: UUID, *, person_id: UUID | None = None) -> Iterator[None]:
    """Open a transaction that sees one workspace only; the outermost scope decides and nests with itself alone."""
    with transaction.atomic():
        enter(workspace_id, person_id=person_id)
        yield


def enter(workspace_id: UUID, *, person_id: UUID | None = None) -> None:
    """Bind the open transaction to a workspace until it ends."""
    with connection.cursor() as cursor:
        cursor.execute(ENTER, [str(workspace_id), str(person_id or "")])
        note_version(workspace_id, cursor.fetchone()[0])


def note_version(workspace_id: UUID, version: int) -> None:
    """Remember which version of its objects and fields a workspace showed the open transaction last."""
    _shape.set((workspace_id, version))


def forget_version() -> None:
    """Ask the database again: the transaction went back to before a change of objects or fields."""
    _shape.set(None)


def version_of(workspace_id: UUID) -> int | None:
    """The version of a workspace's objects and fields that this thread saw last; None when it must be asked for."""
    seen = _shape.get()
    return seen[1] if seen and seen[0] == workspace_id else None
