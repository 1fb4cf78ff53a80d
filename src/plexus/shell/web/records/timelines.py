"""What happened about a record, newest first: what apps tell of it and what the journal does, stretch by stretch.

Both are told down to the moment to which both are known, so that nothing older is put before what is yet to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any, Self
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from plexus.kernel.records import reading
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.marks import Mark
from plexus.shell.components.records import TimelineEntry
from plexus.shell.web import slots
from plexus.shell.web.records import histories
from plexus.shell.web.visit import Visit

PARTED = " "
# Where nothing comes after.
OLDEST, FIRST = Mark(datetime.min.replace(tzinfo=UTC), UUID(int=2**128 - 1)), 0


@dataclass(frozen=True)
class Place:
    """Where a stretch ended: of what apps tell, and of the journal by the id of its change."""

    told: Mark | None = None
    changes: int | None = None

    def __str__(self) -> str:
        return f"{self.told}{PARTED}{self.changes}"

    @classmethod
    def read(cls, text: str) -> Self:
        """The place that an address names; the beginning for whatever is none."""
        told, _space, changes = text.partition(PARTED)
        try:
            return cls(Mark.read(told) if told != "None" else None, int(changes) if changes != "None" else None)
        except ValueError:
            return cls()


def stretch(visit: Visit, about: Object, values: Any, place: Place) -> tuple[tuple[TimelineEntry, ...], str]:
    """The entries from a place on, and the address of those that follow; empty where none do."""
    told = slots.told(visit, about, values, place.told)
    changes, next_change = histories.entries(visit, about, values["id"], before=place.changes)
    ends = [told.next.at] if told.next else []
    ends += [changes[-1].at] if changes and next_change else []
    end = max(ends, default=None)
    shown_told, shown_changes = _down_to(told.entries, end), _down_to(changes, end)
    after = Place(
        _after_told(told, shown_told, place),
        next_change or FIRST if len(shown_changes) == len(changes) else _last_change(shown_changes, place),
    )
    entries = sorted((*shown_told, *shown_changes), key=lambda entry: entry.at, reverse=True)
    return tuple(entries), _address(about, values["id"], after) if end else ""


def _down_to(entries: Sequence[TimelineEntry], end: datetime | None) -> list[TimelineEntry]:
    return list(takewhile(lambda entry: end is None or entry.at >= end, entries))


def _after_told(told: slots.Stretch, shown: Sequence[TimelineEntry], place: Place) -> Mark | None:
    if len(shown) == len(told.entries):
        return told.next or OLDEST
    return Mark(shown[-1].at, UUID(shown[-1].id)) if shown else place.told


def _last_change(shown: Sequence[TimelineEntry], place: Place) -> int | None:
    return int(shown[-1].id) if shown else place.changes


def _address(about: Object, record_id: UUID, after: Place) -> str:
    path = reverse("older", kwargs={"objects": about.plural, "record_id": record_id})
    return f"{path}?before={quote(str(after))}"


def show_older(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/older?before=…: the next stretch of the record's timeline."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    values = reading.read_one(visit.actor, about, record_id, fields=("id",))
    entries, older = stretch(visit, about, values, Place.read(visit.http.GET.get("before", "")))
    return visit.show("shell/components/timeline_entries.html", timeline=entries, older_url=older)
