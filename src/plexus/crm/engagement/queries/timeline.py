"""Everything that happened about a record and its relatives, newest first, in a bounded number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from plexus.kernel.access.models import Link
from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.expressions import leading_to
from plexus.kernel.records import reading
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

LIMIT = 50
MOST_RELATIVES = 200
KINDS: Mapping[str, tuple[str, ...]] = {
    "activities": ("id", "kind", "subject", "body", "happened_at", "duration_minutes", "outcome", "owner", "related"),
    "tasks": ("id", "subject", "body", "due_at", "done_at", "priority", "owner", "related", "created_at", "version"),
    "comments": ("id", "body", "owner", "created_at", "related"),
}
MOMENT = {"activities": "happened_at", "tasks": "due_at", "comments": "created_at"}


@dataclass(frozen=True)
class Event:
    """Something on a timeline: of which object, when, and its values."""

    object: str
    at: datetime
    values: reading.Values


def timeline(*, actor: Actor, about: Object, record_id: UUID, limit: int = LIMIT) -> tuple[Event, ...]:
    """The newest activities, tasks and comments about a record or its relatives that the actor may read."""
    ids = [record_id, *_relatives(actor, about, record_id)]
    newest = _newest(actor, ids, limit)
    events = [event for plural, keys in newest.items() for event in _events(actor, plural, keys)]
    return tuple(sorted(events, key=lambda event: event.at, reverse=True)[:limit])


def open_tasks(*, actor: Actor, about: Object, record_id: UUID, limit: int = 5) -> tuple[reading.Values, ...]:
    """What is still to do about a record or its relatives, the most urgent first."""
    tasks = registry.of(actor.workspace_id).object("tasks")
    if not level(actor, tasks, Verb.READ):
        return ()
    ids = [record_id, *_relatives(actor, about, record_id)]
    links = Link.objects.filter(workspace_id=actor.workspace_id, source_object="tasks", target_id__in=ids)
    condition = Q(done_at=None, pk__in=links.values("source_id"))
    asked = reading.Asked(condition=condition, fields=KINDS["tasks"], sort="due_at", limit=limit, counted=False)
    return tuple(reading.read_page(actor, tasks, asked).rows)


def _relatives(actor: Actor, about: Object, record_id: UUID) -> list[UUID]:
    """Records that refer to this one and are no remarks themselves: an account's contacts and deals."""
    schema = registry.of(actor.workspace_id)
    found: list[UUID] = []
    for each in schema.related(about.plural).values():
        child = schema.object(each.object)
        field = child.fields[each.field]
        if field.type.key != "reference" or child.described.administered or not level(actor, child, Verb.READ):
            continue
        rows = reading.visible(actor, child).filter(leading_to(field, record_id)).order_by("-created_at")
        found += rows.values_list("pk", flat=True)[:MOST_RELATIVES]
    return found


def _newest(actor: Actor, ids: Iterable[UUID], limit: int) -> dict[str, list[UUID]]:
    """The newest remarks about some records by object; more than asked, because some may not be readable."""
    links = Link.objects.filter(workspace_id=actor.workspace_id, target_id__in=list(ids)).order_by("-at")
    found: dict[str, list[UUID]] = {}
    for plural, key in links.values_list("source_object", "source_id")[: limit * 3]:
        found.setdefault(plural, []).append(key)
    return found


def _events(actor: Actor, plural: str, keys: list[UUID]) -> list[Event]:
    about = registry.of(actor.workspace_id).object(plural)
    if not level(actor, about, Verb.READ):
        return []
    asked = reading.Asked(condition=Q(pk__in=keys), fields=KINDS[plural], limit=200, sort="-created_at", counted=False)
    rows = reading.read_page(actor, about, asked).rows
    return [Event(plural, _moment(plural, row), row) for row in rows]


def _moment(plural: str, row: Mapping[str, Any]) -> datetime:
    moment: datetime | None = row[MOMENT[plural]]
    return moment or row.get("created_at") or datetime.fromisoformat("1970-01-01T00:00:00Z")
