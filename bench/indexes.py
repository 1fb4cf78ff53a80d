"""What each index costs: its size, and what one more row writes for its sake, in pages touched and bytes of WAL.

Rows are written with all indexes and nothing is kept. PostgreSQL counts the pages that it looks at for each index, and
the write-ahead log tells for which one each of its records is. After a checkpoint a page that is changed for the first
time is written to the log whole; that is the price of a checkpoint, not of an index, and is left out: the rows are
written once before, and what images there are all the same are taken off. Pages and bytes, unlike times, are the same
on a busy machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from bench.filling import TABLES

ROWS = 1_000
INDEXES = """
SELECT c.relname, c.oid, pg_relation_filenode(c.oid), pg_relation_size(c.oid), coalesce(s.idx_scan, 0)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = c.oid
WHERE i.indrelid = %s::regclass ORDER BY 1
"""
COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> 'id'
ORDER BY attnum
"""
WRITE = """
INSERT INTO {table} (id, {columns})
SELECT uuidv7(), {columns} FROM {table} TABLESAMPLE SYSTEM (0.5) REPEATABLE (1) LIMIT {rows}
"""
READER = "CREATE EXTENSION IF NOT EXISTS pg_walinspect"
BEGUN = "SELECT pg_current_wal_insert_lsn()::text, pg_current_xact_id()::xid::text"
# A record of the log is read from the disk, where a message that waits for it has brought it.
WRITTEN = "SELECT pg_logical_emit_message(false, 'bench', '', true)::text"
FETCHED = "SELECT indexrelid, pg_stat_get_xact_blocks_fetched(indexrelid) FROM pg_index WHERE indrelid = %s::regclass"
BYTES = """
SELECT relfilenode, sum(bytes) FROM (
    SELECT relfilenode, max(record_length) - sum(block_fpi_length) AS bytes
    FROM pg_get_wal_block_info(%s::pg_lsn, %s::pg_lsn, false) WHERE xid = %s::xid GROUP BY start_lsn, relfilenode
) records GROUP BY relfilenode
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


@dataclass(frozen=True)
class Written:
    """What so many new rows wrote: pages looked at by index, bytes of WAL by the file of the table or index."""

    rows: int
    pages: Mapping[int, int]
    wal: Mapping[int, int]


def costs(owner: psycopg.Connection[Any]) -> Iterator[Index]:
    """Every index of the large tables."""
    owner.execute(READER)
    for table in TABLES.values():
        found = owner.execute(INDEXES, [table]).fetchall()
        written(owner, table)
        told = written(owner, table)
        for name, key, file, size, used in found:
            pages, wal = told.pages.get(key, 0) / told.rows, float(told.wal.get(file, 0)) / told.rows
            yield Index(table, name, size / 2**20, used, pages, wal)


def written(owner: psycopg.Connection[Any], table: str) -> Written:
    """Rows like those that are there, written and taken back; triggers and references rest meanwhile."""
    columns = sql.SQL(", ").join(sql.Identifier(name) for (name,) in owner.execute(COLUMNS, [table]))
    statement = sql.SQL(WRITE).format(table=sql.Identifier(table), columns=columns, rows=sql.Literal(ROWS))
    with owner.transaction(force_rollback=True):
        owner.execute("SET LOCAL session_replication_role = replica")
        start, transaction = owner.execute(BEGUN).fetchone() or ("", "")
        rows = owner.execute(statement).rowcount
        pages = dict(owner.execute(FETCHED, [table]).fetchall())
    (end,) = owner.execute(WRITTEN).fetchone() or ("",)
    return Written(max(rows, 1), pages, dict(owner.execute(BYTES, [start, end, transaction]).fetchall()))
