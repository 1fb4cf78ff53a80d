"""Writing many rows in one statement: new ones by COPY, known ones with a value each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

import orjson
from django.db import connection
from psycopg import sql

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.many import lines
from plexus.kernel.workspaces.models import WorkspaceRow

STORE = """
UPDATE {table} t SET {assignments}, version = t.version + 1, updated_at = %s, updated_by_id = %s
FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) r WHERE t.id = r.id AND t.workspace_id = %s
"""

# PostgreSQL takes no COPY into a table with row-level security, so rows come by way of a table of the transaction.
COPY = "COPY {incoming} ({columns}) FROM STDIN (NULL {null}, ENCODING 'UTF8')"
INCOMING = """
CREATE TEMPORARY TABLE IF NOT EXISTS {incoming} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA
"""


def insert(rows: Sequence[WorkspaceRow]) -> None:
    """Save new rows of one table; every column stands in the row already."""
    insert_lines(type(rows[0]), lines.lines(rows))


def insert_lines(model: type[WorkspaceRow], written: Iterable[bytes]) -> None:
    """Save new rows of one table, each written as a line beforehand."""
    incoming = sql.Identifier(f"incoming_{model._meta.db_table}")
    names = {"incoming": incoming, "table": sql.Identifier(model._meta.db_table), "columns": _columns(model)}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(INCOMING).format(**names))
        with cursor.copy(sql.SQL(COPY).format(**names, null=sql.Literal(lines.NULL))) as copy:
            copy.write(b"".join(written))
        cursor.execute(sql.SQL("INSERT INTO {table} ({columns}) SELECT {columns} FROM {incoming}").format(**names))
        cursor.execute(sql.SQL("TRUNCATE {incoming}").format(**names))


@cache
def _columns(model: type[WorkspaceRow]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(str(each.column)) for each in lines.stored(model))


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
