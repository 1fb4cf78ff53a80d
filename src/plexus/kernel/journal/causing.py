"""Opening a cause: what every change inside the block is written down under."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction

from plexus.kernel.identity.actor import Actor
from plexus.kernel.values.uuid7 import new_id
from plexus.kernel.workspaces.scope import forget_version

OPEN = """
WITH made AS (
    INSERT INTO journal_cause (id, workspace_id, action, person_id, actor_kind, params, undoes_id)
    VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id
)
SELECT set_config('plexus.cause', id::text, true) FROM made
"""
CLOSE = "SELECT set_config('plexus.cause', '', true), current_setting('plexus.schema', true)"
_open: ContextVar[UUID | None] = ContextVar("plexus_cause", default=None)


@contextmanager
def causing(*, actor: Actor, action: str, undoes: UUID | None = None, **params: Any) -> Iterator[UUID]:
    """One transaction and one cause; inside an open cause it joins that one. Gives the cause's id."""
    if (current := _open.get()) is not None:
        yield current
        return
    cause_id = new_id()
    with transaction.atomic():
        _write(cause_id, actor, action, params, undoes)
        token = _open.set(cause_id)
        try:
            yield cause_id
            _leave()
        finally:
            _open.reset(token)


def _write(cause_id: UUID, actor: Actor, action: str, params: dict[str, Any], undoes: UUID | None) -> None:
    values = (cause_id, actor.workspace_id, action, actor.person_id, actor.kind.value)
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [*values, orjson.dumps(params, default=str).decode(), undoes])


def _leave() -> None:
    """Close the cause; what it changed of objects and fields is seen from here on."""
    with connection.cursor() as cursor:
        cursor.execute(CLOSE)
        _closed, shaped = cursor.fetchone()
    if shaped:
        forget_version()


@contextmanager
def resuming(cause_id: UUID) -> Iterator[UUID]:
    """One transaction that goes on under a cause opened earlier, as a job does chunk by chunk."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('plexus.cause', %s, true)", [str(cause_id)])
        token = _open.set(cause_id)
        try:
            yield cause_id
            _leave()
        finally:
            _open.reset(token)
