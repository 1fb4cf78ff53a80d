"""Databases beside the one that Plexus uses: made to try or to put back into, renamed into its place, dropped."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from plexus.kernel.workspaces.role import APPLICATION_ROLE
from plexus.site.keeping.troubles import ServerRefused

ROLE = "DO $$ BEGIN CREATE ROLE {} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"


def named(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return make_conninfo(url, dbname=name)


def name_of(url: str) -> str:
    """The name of the database that an address leads to."""
    given = conninfo_to_dict(url)
    return str(given.get("dbname") or given.get("user") or "")


def kept_name(url: str, now: datetime) -> str:
    """Under which name a database is kept that another takes the place of."""
    return f"{name_of(url)[:40]}_before_{now:%Y%m%d_%H%M%S}"


@contextmanager
def scratch(url: str, name: str) -> Iterator[str]:
    """An empty database of this name, gone after the block unless it was renamed by then."""
    with _server(url) as server:
        server.execute(sql.SQL(ROLE).format(sql.Identifier(APPLICATION_ROLE)))
        server.execute(_drop(name))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            yield named(url, name)
        finally:
            server.execute(_drop(name))


def replace(url: str, made: str, kept: str) -> None:
    """Let a database take the place of the one that an address leads to; that one is kept under another name."""
    mine = name_of(url)
    with _server(url) as server, server.transaction():
        if server.execute("SELECT FROM pg_database WHERE datname = %s", [mine]).fetchone() is not None:
            server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(mine), sql.Identifier(kept)))
        server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(made), sql.Identifier(mine)))


def _drop(name: str) -> sql.Composed:
    return sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))


@contextmanager
def _server(url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection beside the database. Raises ServerRefused for what the server does not let us do in the block."""
    try:
        with psycopg.connect(named(url, "postgres"), autocommit=True) as server:
            yield server
    except psycopg.Error as error:
        raise ServerRefused(reason=str(error).strip()) from error
