"""The two ways into the one database: `default`, bound by row-level security, and `owner`, which migrates."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from plexus.kernel.workspaces.role import APPLICATION_ROLE

UNSET_URL = "postgresql:///plexus"
_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}

Settings = dict[str, Any]


def aliases(url: str) -> dict[str, Settings]:
    """DATABASES for a DATABASE_URL (any that libpq understands).

    `default` is the mirror of `owner` in tests: the test database is made and migrated by the owner, and what is
    tested then runs bound, as in production.
    """
    owner = _connection(url, {"application_name": "plexus owner"})
    bound = _connection(url, {"application_name": "plexus", "assume_role": APPLICATION_ROLE})
    return {"default": {**bound, "TEST": {"MIRROR": "owner"}}, "owner": {**owner, "TEST": {"MIRROR": None}}}


def _connection(url: str, options: dict[str, str]) -> Settings:
    given = {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
    known = {_NAMES[name]: value for name, value in given.items() if name in _NAMES}
    others = {name: value for name, value in given.items() if name not in _NAMES}
    return {
        "ENGINE": "plexus.kernel.workspaces.engine",
        **known,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**others, **options},
    }
