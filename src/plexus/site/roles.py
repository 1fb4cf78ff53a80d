"""The role that the application works as: it owns nothing, so row-level security binds it."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from plexus.kernel.workspaces.role import APPLICATION_ROLE

_ROLE = sql.Identifier(APPLICATION_ROLE)
_TABLES = sql.SQL("SELECT, INSERT, UPDATE, DELETE ON {} TO {}")
_SEQUENCES = sql.SQL("USAGE, SELECT ON {} TO {}")
_CREATE = """
DO $$ BEGIN
    CREATE ROLE plexus_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""


def prepare(connection: BaseDatabaseWrapper) -> None:
    """Make the role if absent, let the login user become it, let it use what will be made in the schema.

    It runs before the first migration, so whatever a migration takes away again stays away.

    Takes the owner's connection. May be run again at any time.
    """
    with connection.cursor() as cursor:
        if not _exists(cursor):
            cursor.execute(_CREATE)
        if not _may_become(cursor):
            cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(_ROLE))
        for statement in _grants():
            cursor.execute(statement)


def _exists(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE])
    return cursor.fetchone() is not None


def _may_become(cursor: CursorWrapper) -> bool:
    """From PostgreSQL 16 on, whoever made a role is its member without being allowed to become it."""
    cursor.execute("SELECT current_setting('server_version_num')::int >= 160000")
    (is_told_apart,) = cursor.fetchone()
    privilege = "SET" if is_told_apart else "MEMBER"
    cursor.execute("SELECT pg_has_role(current_user, %s, %s)", [APPLICATION_ROLE, privilege])
    (may,) = cursor.fetchone()
    return bool(may)


def _grants() -> list[sql.Composed]:
    later = sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ")
    return [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(_ROLE),
        later + _TABLES.format(sql.SQL("TABLES"), _ROLE),
        later + _SEQUENCES.format(sql.SQL("SEQUENCES"), _ROLE),
    ]
