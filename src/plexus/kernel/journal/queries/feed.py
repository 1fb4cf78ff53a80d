"""The journal as a feed: every change once, in an order to which nothing is added before what was read.

Ids do not come in the order of commits: a change with a lower id may be committed after one with a higher id was read.
So the feed is in the order of transactions, and shows only those below which none is open: whatever is committed later
has a higher number. Transactions of an epoch before the last backup was put back have all ended.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from plexus.kernel.journal.models import Change

HORIZON = "SELECT journal_epoch(), pg_snapshot_xmin(pg_current_snapshot())::text, clock_timestamp()"
# A transaction that is numbered ahead of the server can only have come with a backup put back by hand.
AFTER = """
SELECT id, epoch, txid::text AS number, at FROM journal_change
WHERE workspace_id = %s AND (epoch, txid, id) > (%s, %s::text::xid8, %s) AND object = ANY(%s) AND at >= %s
    AND (epoch < journal_epoch() OR txid < pg_snapshot_xmin(pg_current_snapshot())
        OR txid >= pg_snapshot_xmax(pg_current_snapshot()))
ORDER BY epoch, txid, id LIMIT %s
"""


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
        cursor.execute(AFTER, [workspace_id, place.epoch, str(place.txid), place.id, list(objects), since, limit + 1])
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
