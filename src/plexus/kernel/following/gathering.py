"""Finding in the journal what there is to tell: changes of followed records, remarks, mentions, what was given.

PostgreSQL passes over all else, so an import of a million rows costs a glance and not a million documents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from plexus.kernel.journal.queries import feed
from plexus.kernel.journal.queries.feed import Place

# No transaction lasts longer; by it old partitions are passed over.
LONGEST = timedelta(hours=2)
# Of what came, remarks and what was given; of what changed, what was given, mentions, and what somebody follows.
AFTER = feed.in_order("""
SELECT c.id, c.epoch, c.txid::text AS number, c.at, c.object, c.record_id, c.op::text, j.person_id,
    c.after ->> 'owner_id' AS owner_id, (c.after -> 'related')::text AS related,
    (c.after -> 'mentions')::text AS mentions, (c.before -> 'mentions')::text AS mentioned
FROM journal_change c LEFT JOIN journal_cause j ON j.workspace_id = c.workspace_id AND j.id = c.cause_id
WHERE c.workspace_id = %(workspace)s AND {place}
    AND c.object = ANY(%(objects)s) AND c.at >= %(since)s AND c.op <> 'D'
    AND (c.epoch < journal_epoch() OR c.txid < pg_snapshot_xmin(pg_current_snapshot())
        OR c.txid >= pg_snapshot_xmax(pg_current_snapshot()))
    AND (
        (c.op = 'I' AND c.object = ANY(%(remarks)s))
        OR c.after ? 'mentions'
        OR (c.after ->> 'owner_id')::uuid IS DISTINCT FROM j.person_id AND c.after ->> 'owner_id' IS NOT NULL
        OR (c.op = 'U' AND EXISTS (
            SELECT FROM access_link l WHERE l.workspace_id = c.workspace_id AND l.target_id = c.record_id
            AND l.source_object = 'follows'
        ))
    )
ORDER BY c.epoch, c.txid, c.id LIMIT %(limit)s
""")


@dataclass(frozen=True, slots=True)
class Happening:
    """A change that may concern somebody: who made it, to whom it gave the record, what it is about, whom it names."""

    id: int
    at: datetime
    object: str
    record_id: UUID
    came: bool
    by: UUID | None
    owner: UUID | None
    related: tuple[tuple[str, UUID], ...]
    mentioned: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Happenings that follow a place, and the place after them."""

    happenings: tuple[Happening, ...]
    end: Place
    more: bool


def gather(
    workspace_id: UUID, place: Place, *, objects: Collection[str], remarks: Collection[str], limit: int
) -> Gathered:
    """The next happenings of some objects, of which some are remarks; where there are no more, the end is now."""
    end = feed.newest()  # Asked first: what is decided in between stays for the next time.
    asked: dict[str, Any] = {
        "workspace": workspace_id, "epoch": place.epoch, "txid": str(place.txid), "id": place.id, "limit": limit + 1,
        "objects": list(objects), "remarks": list(remarks), "since": place.at - LONGEST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(AFTER, asked)
        rows = cursor.fetchall()
    found = rows[:limit]
    if len(rows) > limit:
        key, epoch, txid, at = found[-1][:4]
        return Gathered(tuple(_happenings(found)), Place(epoch, int(txid), key, at), more=True)
    return Gathered(tuple(_happenings(found)), max(place, end, key=_order), more=False)


def _order(place: Place) -> tuple[int, int, int]:
    return place.epoch, place.txid, place.id


def _happenings(rows: Iterable[Any]) -> Iterable[Happening]:
    for key, _epoch, _txid, at, plural, record_id, op, by, owner, related, mentions, were in rows:
        named, known = _keys(mentions), {record for _plural, record in _keys(were)}
        yield Happening(
            key, at, plural, record_id, op == "I", by, UUID(owner) if owner else None, _keys(related),
            tuple(record for _plural, record in named if record not in known),
        )  # fmt: skip


def _keys(references: str | None) -> tuple[tuple[str, UUID], ...]:
    found = orjson.loads(references) if references else None
    return tuple((each["object"], UUID(each["id"])) for each in found or ())
