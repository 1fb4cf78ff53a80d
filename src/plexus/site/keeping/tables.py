"""What the tables of a database hold, as a count and a checksum of each: by which two databases are told apart."""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql

TABLES = """
SELECT c.relname FROM pg_class c
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname
"""
# Rows as text, whichever way round they lie; the settings that shape the text are the same on both sides.
SUM = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t"
SETTINGS = "SET timezone = 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'postgres'; SET extra_float_digits = 1"

Tables = Mapping[str, tuple[int, str]]


def read(connection: psycopg.Connection[Any]) -> Tables:
    """The count and the checksum of every table, as the connection's transaction sees them."""
    connection.execute(SETTINGS)
    found: dict[str, tuple[int, str]] = {}
    for (name,) in connection.execute(TABLES).fetchall():
        row = connection.execute(sql.SQL(SUM).format(sql.Identifier(name))).fetchone()
        found[name] = (int(row[0]), str(row[1])) if row else (0, "0")
    return found


def migrations(connection: psycopg.Connection[Any]) -> tuple[str, ...]:
    """The migrations that the database has had."""
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY app, name").fetchall()
    return tuple(name for (name,) in rows)


def different(one: Tables, other: Tables) -> list[str]:
    """The tables that are not the same on both sides."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
