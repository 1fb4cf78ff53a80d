"""Indexes put aside while very many rows are written, and built again: faster than keeping them true row by row.

What is put aside is written down in the database, so that a filling that was broken off can be ended.
"""

from __future__ import annotations

from collections.abc import Iterable

import psycopg
from psycopg import sql

from bench.telling import tell

# Primary keys stay, and so does what the worker reads the journal by.
PUT = """
CREATE TABLE bench_aside AS
SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisunique
AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
MEMORY = "SET maintenance_work_mem = '1GB'"


def put(owner: psycopg.Connection, tables: Iterable[str]) -> None:
    """Write down the indexes of tables and drop them."""
    with owner.transaction():
        owner.execute(PUT, [list(tables)])
        for (name,) in owner.execute("SELECT name FROM bench_aside").fetchall():
            owner.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))


def put_back(owner: psycopg.Connection) -> None:
    """Build again what was put aside and is not there."""
    owner.execute(MEMORY)
    for name, definition in owner.execute("SELECT name, definition FROM bench_aside ORDER BY name").fetchall():
        if owner.execute("SELECT to_regclass(%s)", [name]).fetchone() == (None,):
            tell(f"index {name}")
            owner.execute(definition)
    owner.execute("DROP TABLE bench_aside")
    owner.execute("RESET maintenance_work_mem")
