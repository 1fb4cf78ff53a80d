"""Finding the actor behind a login or a person; whoever asks by token brings a statement of his own."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from plexus.kernel.identity.actor import Actor, ActorKind
from plexus.kernel.workspaces.scope import note_version

IDS = ("workspace_id", "person_id", "user_id", "team_id", "role_id", "token_id")

ENTER_AS_LOGIN = """
SELECT actor::text, set_config('plexus.workspace', actor ->> 'workspace_id', true),
    set_config('plexus.person', actor ->> 'person_id', true)
FROM identity_actor_by_login(%s, %s) actor WHERE actor IS NOT NULL
"""


def digest_of(secret: str) -> bytes:
    """What is stored of the secret of a token or a one-time link."""
    return hashlib.sha256(secret.encode()).digest()


def actor_from(found: str | None) -> Actor | None:
    """The actor that `identity_actor` told as JSON text, for a statement that asks for more at once."""
    return _from_json(orjson.loads(found)) if found else None


def actor_of_login(user_id: UUID, *, workspace_id: UUID | None = None) -> Actor | None:
    """The person a login is in the wanted workspace, else in the first it belongs to."""
    return _actor("SELECT identity_actor_by_login(%s, %s)::text", [user_id, workspace_id])


def enter_as_login(user_id: UUID, *, workspace_id: UUID | None = None) -> Actor | None:
    """The same, and the open transaction bound to that workspace and person; as it was where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(ENTER_AS_LOGIN, [user_id, workspace_id])
        row = cursor.fetchone()
    if row is None:
        return None
    found = orjson.loads(row[0])
    note_version(UUID(found["workspace_id"]), found["schema_version"])
    return _from_json(found)


def actor_of_person(person_id: UUID) -> Actor | None:
    """The actor of a person of the workspace in scope."""
    return _actor("SELECT identity_actor(%s)::text", [person_id])


def _actor(sql: str, params: list[Any]) -> Actor | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
    return _from_json(orjson.loads(row[0])) if row and row[0] else None


def _from_json(found: dict[str, Any]) -> Actor:
    """An actor from the row that the database function built."""
    used_at = found.pop("last_used_at", None)
    found.pop("schema_version", None)
    found |= {key: UUID(found[key]) for key in IDS if found.get(key)}
    found |= {key: tuple(UUID(each) for each in found[key]) for key in ("team_ids", "above_ids")}
    found["scopes"] = tuple(found.get("scopes", ("*",)))
    found["token_used_at"] = datetime.fromisoformat(used_at) if used_at else None
    found["kind"] = ActorKind(found.get("kind", "person"))
    return Actor(**found)
