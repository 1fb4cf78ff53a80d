"""Who last changed each value that an undo found to be another, and when; references named for whom it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg import sql

from plexus.kernel.access.shares import journaled
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.journal.models import Cause
from plexus.kernel.records.queries import documents
from plexus.kernel.records.undo import columns
from plexus.kernel.records.undo.outcome import Contested

# The newest change that touched a column is the one that made what stands there now.
NEWEST = """
SELECT w.place, c.at, p.name
FROM unnest(%(ids)s::uuid[], %(names)s::text[]) WITH ORDINALITY w (record_id, name, place)
CROSS JOIN LATERAL (
    SELECT c.at, c.cause_id FROM journal_change c
    WHERE c.workspace_id = %(workspace)s AND c.record_id = w.record_id AND c.op = 'U'
    AND CASE WHEN starts_with(w.name, {custom})
        THEN c.before -> 'custom' -> substr(w.name, 8) IS DISTINCT FROM c.after -> 'custom' -> substr(w.name, 8)
        ELSE c.before -> w.name IS DISTINCT FROM c.after -> w.name END
    ORDER BY c.id DESC LIMIT 1
) c
LEFT JOIN {causes} k ON k.id = c.cause_id LEFT JOIN {people} p ON p.id = k.person_id
"""


def told(actor: Actor, found: Sequence[Contested]) -> list[Contested]:
    """The same conflicts with who made what stands there now; one statement, and one for each object they refer to."""
    titles = documents.titles_of(actor, (value for each in found for value in (each.before, each.after, each.now)))
    newest = _newest(actor, found) if found else {}
    return [
        replace(
            each, by=newest.get(place, ("", None))[0], at=newest.get(place, ("", None))[1],
            **{side: documents.named(getattr(each, side), titles) for side in ("before", "after", "now")},
        )
        for place, each in enumerate(found, 1)
    ]  # fmt: skip


def _newest(actor: Actor, found: Sequence[Contested]) -> dict[int, tuple[str, datetime | None]]:
    objects = journaled(actor.workspace_id)
    names = [columns.column_of(objects[each.object], each.field) for each in found]
    parts = {"causes": Cause._meta.db_table, "people": Person._meta.db_table}
    statement = sql.SQL(NEWEST).format(
        custom=sql.Literal(columns.CUSTOM), **{name: sql.Identifier(table) for name, table in parts.items()}
    )
    asked: dict[str, Any] = {"workspace": actor.workspace_id, "ids": [each.record_id for each in found], "names": names}
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return {place: (name or "", at) for place, at, name in cursor.fetchall()}
