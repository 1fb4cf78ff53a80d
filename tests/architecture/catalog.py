"""What PostgreSQL says of its own tables, and rows of both firms in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from psycopg import errors, sql

from plexus.kernel.workspaces.role import APPLICATION_ROLE
from plexus.kernel.workspaces.scope import enter

TABLES = """
SELECT c.relname::text, c.relkind::text, c.relispartition, EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY 1
"""
COLUMNS = """
SELECT column_name, data_type, is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
"""
# What fills a column that must have a value, by type.
FILLINGS: dict[str, Any] = {
    "tsvector": "",
    "text": "x", "character varying": "x", "jsonb": {}, "boolean": False, "integer": 1, "smallint": 1, "bigint": 1,
    "numeric": 1, "timestamp with time zone": "2026-03-16T02:00:00Z", "date": "2026-03-16", "ARRAY": [],
}  # fmt: skip


def rows(statement: str | sql.Composed, *values: Any) -> list[tuple[Any, ...]]:
    """What a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())


@contextmanager
def as_owner() -> Iterator[None]:
    """Step out of the application's role: row-level security binds nobody who comes in as the owner."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        yield
        cursor.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(APPLICATION_ROLE)))


def relations() -> dict[str, bool]:
    """Every table and view of the schema by name, and whether its rows belong to a workspace; no partitions."""
    return {name: owned for name, _kind, partition, owned in rows(TABLES) if not partition}


def partitions() -> list[str]:
    """Every partition."""
    return [name for name, _kind, partition, _owned in rows(TABLES) if partition]


def views() -> set[str]:
    """Every view."""
    return {name for name, kind, _partition, _owned in rows(TABLES) if kind in "vm"}


def a_row_in_each(workspace_id: UUID, given: dict[str, dict[str, Any]]) -> None:
    """Put a row of a workspace into each table that has none yet, whatever the table means; `given` are its values."""
    for table, owned in relations().items():
        if owned and table not in views() and not number(table, workspace_id):
            _insert(table, {"workspace_id": str(workspace_id), **given.get(table, {})})


def _insert(table: str, given: dict[str, Any]) -> None:
    columns = {name: (kind, needed) for name, kind, needed in rows(COLUMNS, table)}
    made = {name: _filling(name, kind, given) for name, (kind, needed) in columns.items() if needed or name in given}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(inserting(table, list(made)), [orjson.dumps(made, default=str).decode()])
        cursor.execute("SET LOCAL session_replication_role = origin")


def _filling(name: str, kind: str, given: dict[str, Any]) -> Any:
    if name in given:
        return given[name]
    return given["workspace_id"] if kind == "uuid" else FILLINGS[kind] if kind != "bytea" else "\\x00"


def inserting(table: str, columns: list[str]) -> sql.Composed:
    """The statement that inserts a row given as JSON."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s)").format(
        table=sql.Identifier(table), names=names
    )


def columns_of(table: str) -> list[str]:
    """The columns of a table that can be written."""
    return [name for name, _kind, _needed in rows(COLUMNS, table)]


def key_of(table: str) -> str:
    """The column that says whose a row is."""
    return "id" if table == "workspaces_workspace" else "workspace_id"


def number(table: str, workspace_id: UUID) -> int:
    """How many rows of a workspace the role in charge sees in a table."""
    statement = sql.SQL("SELECT count(*)::int FROM {} WHERE {} = %s")
    ((found,),) = rows(statement.format(sql.Identifier(table), sql.Identifier(key_of(table))), workspace_id)
    return int(found)


def changed(statement: sql.Composed, *values: Any) -> int | None:
    """How many rows a statement touches; None where PostgreSQL denies it. Either way nothing is kept.

    Of a view of some pages it is denied to everybody, before anybody's rights are looked at.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            found = int(cursor.rowcount)
            transaction.set_rollback(True)
            return found
    except Exception as error:
        if not isinstance(error.__cause__, (errors.InsufficientPrivilege, errors.ObjectNotInPrerequisiteState)):
            raise
        return None


def nowhere() -> None:
    """Leave every workspace."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('plexus.workspace', '', true), set_config('plexus.person', '', true)")


@contextmanager
def standing_in(workspace_id: UUID | None) -> Iterator[None]:
    """Stand in a workspace, or in none."""
    enter(workspace_id) if workspace_id else nowhere()
    yield
    nowhere()
