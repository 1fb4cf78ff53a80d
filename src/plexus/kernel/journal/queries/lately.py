"""What somebody worked on lately, by the acts that the journal tells of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

# The last acts of a person, and of each its last changes: an act may have touched a million records, so no more of it
# is looked at than could be shown of all. The months to come have their tables already, and nothing is in them.
LATELY = """
SELECT c.object, c.record_id, max(c.at) FROM (
    SELECT id FROM journal_cause WHERE workspace_id = %(workspace)s AND person_id = %(person)s AND at >= %(since)s
    ORDER BY at DESC LIMIT %(acts)s
) act CROSS JOIN LATERAL (
    SELECT object, record_id, at FROM journal_change
    WHERE workspace_id = %(workspace)s AND cause_id = act.id AND at >= %(since)s AND at < now() + interval '1 hour'
    ORDER BY id DESC LIMIT %(changes)s
) c WHERE c.object = ANY(%(objects)s) GROUP BY c.object, c.record_id ORDER BY 3 DESC, 2 LIMIT %(changes)s
"""
ACTS, CHANGES = 50, 50


@dataclass(frozen=True, slots=True)
class Worked:
    """A record, and when a person changed it last."""

    object: str
    record_id: UUID
    at: datetime


def worked_on(workspace_id: UUID, person_id: UUID, objects: Sequence[str], since: datetime) -> list[Worked]:
    """The records of some objects that a person changed since a moment, the last first; only so many are looked for.

    They may be gone, or not for his eyes any more.
    """
    asked: dict[str, Any] = {
        "workspace": workspace_id, "person": person_id, "objects": list(objects), "since": since, "acts": ACTS,
        "changes": CHANGES,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(LATELY, asked)
        return [Worked(*row) for row in cursor.fetchall()]
