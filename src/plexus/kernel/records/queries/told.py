"""One cause in detail: each change it made to records that the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from plexus.kernel.access.shares import journaled
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Change
from plexus.kernel.journal.queries import changes as log
from plexus.kernel.journal.queries.causes import CauseLine, cause_of
from plexus.kernel.records.fetching import naming
from plexus.kernel.records.queries.history import RecordChange, told
from plexus.kernel.records.refusals import NotFound


@dataclass(frozen=True, slots=True)
class TouchedRecord:
    """A record with what became of it under the cause; of what was removed for good the title is gone."""

    title: str
    change: RecordChange


@dataclass(frozen=True, slots=True)
class CauseDetail:
    """A cause and a page of what it touched, oldest first; `next` is the key of the following page."""

    cause: CauseLine
    records: tuple[TouchedRecord, ...]
    next: int | None


def cause_in_detail(*, actor: Actor, cause_id: UUID, limit: int = 50, after: int | None = None) -> CauseDetail:
    """What a cause did, record by record; raises `NotFound` where the actor may not know of it."""
    cause = cause_of(actor=actor, cause_id=cause_id)
    if cause is None:
        raise NotFound
    rows = log.of_cause(actor.workspace_id, cause_id, limit=limit + 1, after=after)
    page = rows[:limit]
    return CauseDetail(cause, _records(actor, page), page[-1].pk if len(rows) > limit else None)


def _records(actor: Actor, page: Sequence[Change]) -> tuple[TouchedRecord, ...]:
    objects = journaled(actor.workspace_id)
    found: dict[int, TouchedRecord] = {}
    for plural in {row.object for row in page} & objects.keys():
        about = objects[plural]
        rows = [row for row in page if row.object == plural]
        titles = naming.readable(actor, about, (row.record_id for row in rows))
        known = [row for row in rows if row.record_id in titles or actor.is_administrator]
        for change in told(actor, about, known):
            found[change.id] = TouchedRecord(titles.get(change.record_id, ""), change)
    return tuple(found[key] for key in sorted(found))
