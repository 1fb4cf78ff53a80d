"""The journal as a feed: every change once, in an order to which nothing is added before what was read.

Ids do not come in the order of commits: a change with a lower id may be committed after one with a higher id was read.
So the feed is in the order of transactions, and shows only those below which none is open: whatever is committed later
has a higher number. Transactions of an epoch before the last backup was put back have all ended.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from plexus.kernel.journal.models import Change

HORIZON = "SELECT journal_epoch(), pg_snapshot_xmin(pg_current_snapshot())::text, clock_timestamp()"
# A transaction that is numbered ahead of the server can only have come with a backup put back by hand.
_AFTER = """
SELECT c.id, c.epoch, c.txid::text AS number, c.at FROM journal_change c
WHERE c.workspace_id = %(workspace)s AND {place} AND c.object = ANY(%(objects)s) AND c.at >= %(since)s
    AND (c.epoch < journal_epoch() OR c.txid < pg_snapshot_xmin(pg_current_snapshot())
        OR c.txid >= pg_snapshot_xmax(pg_current_snapshot()))
ORDER BY c.epoch, c.txid, c.id LIMIT %(limit)s
"""
# After a place: in its epoch, and in those that came later. Asked of both at once, PostgreSQL believes that hardly
# anything follows, for most have one epoch only, and sorts millions of rows for each page instead of going along the
# index.
PLACES = (
    "c.epoch = %(epoch)s AND (c.txid, c.id) > (%(txid)s::text::xid8, %(id)s)",
    "c.epoch > %(epoch)s",
)


def in_order(statement: str) -> str:
    """A statement on changes `c` after a place; it gives their id, their epoch, and as `number` their transaction."""
    arms = " UNION ALL ".join(f"({statement.replace('{place}', place)})" for place in PLACES)
    return f"SELECT * FROM ({arms}) told ORDER BY epoch, number::xid8, id LIMIT %(limit)s"


AFTER = in_order(_AFTER)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the feed: everything up to it was read; `at` is when it was."""

    epoch: int
    txid: int
    id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """Changes that follow a place, each with its cause, and the place after them."""

    changes: Sequence[Change]
    end: Place
    more: bool


def beginning(at: datetime) -> Place:
    """The place before the first change since a moment."""
    return Place(0, 0, 0, at)


def newest() -> Place:
    """The place after everything that is decided now; what is open now comes after it."""
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        epoch, txid, at = cursor.fetchone()
    return Place(epoch, int(txid), 0, at)


def after(workspace_id: UUID, place: Place, objects: Collection[str], *, since: datetime, limit: int) -> Stretch:
    """The next changes of some objects made since a moment; where there are no more, the end is the place of now."""
    end = newest()  # Asked before the changes: what is decided in between stays for the next time.
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {"epoch": place.epoch, "txid": str(place.txid), "id": place.id, "since": since}
        asked |= {"workspace": workspace_id, "objects": list(objects), "limit": limit + 1}
        cursor.execute(AFTER, asked)
        found = cursor.fetchall()
    places = [Place(epoch, int(txid), key, at) for key, epoch, txid, at in found[:limit]]
    known = _known(workspace_id, places)
    more = len(found) > limit
    last = places[-1] if places else place
    return Stretch([known[each.id] for each in places], last if more else max(last, end, key=_order), more)


def _known(workspace_id: UUID, places: Sequence[Place]) -> dict[int, Change]:
    if not places:
        return {}
    moments = [each.at for each in places]
    changes = Change.objects.filter(workspace_id=workspace_id, at__range=(min(moments), max(moments)))
    found = changes.filter(pk__in=[each.id for each in places]).select_related("cause__person")
    return {each.pk: each for each in found}


def _order(place: Place) -> tuple[int, int, int]:
    return place.epoch, place.txid, place.id
