"""Which bytes are in use: those of files, and those of files in fields, of retired ones too. Asked as the owner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connections
from psycopg import sql

from plexus.kernel.schema import registry

FILES = "SELECT DISTINCT workspace_id, content FROM files_file"
FIELDS = "SELECT DISTINCT object FROM schema_fielddefinition WHERE type = 'file'"
IN_FIELDS = """
SELECT DISTINCT t.workspace_id, t.custom -> d.name ->> 'content' FROM {table} t
JOIN schema_fielddefinition d ON d.workspace_id = t.workspace_id AND d.object = {object} AND d.type = 'file'
WHERE t.custom -> d.name ? 'content'
"""


def contents() -> set[tuple[UUID, str]]:
    """The workspace and the SHA-256 of everything that a file or a field is made of, in the trash or not."""
    return {(workspace_id, digest) for each in _statements() for workspace_id, digest in _rows(each)}


def _statements() -> Iterator[sql.Composable]:
    yield sql.SQL(FILES)
    standard = registry.standard().objects
    own = registry.custom_base()
    named = {name for (name,) in _rows(sql.SQL(FIELDS))}
    for name in sorted(named & standard.keys()):
        yield sql.SQL(IN_FIELDS).format(table=sql.Identifier(standard[name].table), object=sql.Literal(name))
    if named - standard.keys():
        yield sql.SQL(IN_FIELDS).format(table=sql.Identifier(own.table), object=sql.Identifier("t", "object"))


def _rows(statement: sql.Composable) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
