"""Which workspace the open transaction may see: the one place that tells PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

ENTER = "SELECT set_config('plexus.workspace', %s, true), set_config('plexus.person', %s, true)"


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
