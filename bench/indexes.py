"""What each index costs: its size, and what one more row writes for its sake, in pages touched and bytes of WAL.

Measured by leaving it out: the same rows are written with all indexes and with all but one, and nothing is kept. Pages
and bytes, unlike times, are the same on a busy machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from bench.filling import TABLES

ROWS = 1_000
INDEXES = """
SELECT c.relname, pg_relation_size(c.oid), coalesce(s.idx_scan, 0), EXISTS (
    SELECT FROM pg_constraint k WHERE k.conindid = c.oid
) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = c.oid
WHERE i.indrelid = %s::regclass ORDER BY 1
"""
COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> 'id'
ORDER BY attnum
"""
WRITE = """
EXPLAIN (ANALYZE, BUFFERS, WAL, TIMING OFF, FORMAT JSON)
INSERT INTO {table} (id, {columns})
SELECT uuidv7(), {columns} FROM {table} TABLESAMPLE SYSTEM (0.5) LIMIT {rows}
"""


@dataclass(frozen=True)
class Index:
    """One index: megabytes, how often it was used, and pages and bytes of WAL for each new row."""

    table: str
    name: str
    size: float
    used: int
    pages: float
    wal: float


def costs(owner: psycopg.Connection[Any]) -> Iterator[Index]:
    """Every index of the large tables, each beside the others of its table."""
    for table in TABLES.values():
        found = owner.execute(INDEXES, [table]).fetchall()
        whole = _written(owner, table)
        for name, size, used, is_constraint in found:
            pages, wal = (0.0, 0.0) if is_constraint else _less(whole, _written(owner, table, without=name))
            yield Index(table, name, size / 2**20, used, pages, wal)


def _less(whole: tuple[float, float], without: tuple[float, float]) -> tuple[float, float]:
    return max(0.0, whole[0] - without[0]), max(0.0, whole[1] - without[1])


def _written(owner: psycopg.Connection[Any], table: str, *, without: str = "") -> tuple[float, float]:
    """Pages and bytes for one row; triggers and references rest meanwhile."""
    columns = sql.SQL(", ").join(sql.Identifier(name) for (name,) in owner.execute(COLUMNS, [table]))
    with owner.transaction(force_rollback=True):
        owner.execute("SET LOCAL session_replication_role = replica")
        if without:
            owner.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(without)))
        statement = sql.SQL(WRITE).format(table=sql.Identifier(table), columns=columns, rows=sql.Literal(ROWS))
        (found,) = owner.execute(statement).fetchone() or ([],)
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    touched = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return touched / ROWS, plan["WAL Bytes"] / ROWS
