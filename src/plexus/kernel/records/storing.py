"""Writing many rows with a value each in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import orjson
from django.db import connection
from psycopg import sql

from plexus.kernel.identity.actor import Actor
from plexus.kernel.workspaces.models import WorkspaceRow

STORE = """
UPDATE {table} t SET {assignments}, version = t.version + 1, updated_at = %s, updated_by_id = %s
FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) r WHERE t.id = r.id AND t.workspace_id = %s
"""


def store(actor: Actor, rows: Sequence[WorkspaceRow], attributes: Sequence[str], now: datetime) -> None:
    """Save some columns of rows of one table; each row's version grows by one."""
    documents = [{"id": row.pk} | {name: getattr(row, name) for name in attributes} for row in rows]
    with connection.cursor() as cursor:
        values = [now, actor.person_id, orjson.dumps(documents, default=str).decode(), actor.workspace_id]
        cursor.execute(_statement(type(rows[0]), tuple(attributes)), values)


@cache
def _statement(model: type[WorkspaceRow], attributes: tuple[str, ...]) -> sql.Composed:
    assignments = (sql.SQL("{0} = r.{0}").format(sql.Identifier(each)) for each in attributes)
    return sql.SQL(STORE).format(
        table=sql.Identifier(model._meta.db_table), assignments=sql.SQL(", ").join(assignments)
    )
