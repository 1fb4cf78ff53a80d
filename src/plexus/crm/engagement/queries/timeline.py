"""Everything that happened about a record and its relatives, newest first, in a bounded number of statements."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plexus.kernel.access.models import Link
from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.statements import KEPT, KEY, Statement, compiled, rights_of
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import leading_to

LIMIT = 50
MORE = 3
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


@dataclass(frozen=True)
class Remarks:
    """Which activities, tasks and comments are about a record or its relatives, the newest by object."""

    newest: Mapping[str, Sequence[UUID]]
    complete: bool

    @property
    def may_have_tasks(self) -> bool:
        """Whether there can be a task among them, or further down."""
        return "tasks" in self.newest or not self.complete


def remarks(*, actor: Actor, about: Object, record_id: UUID, limit: int = LIMIT) -> Remarks:
    """The newest remarks about a record or its relatives; more than asked, because some may not be readable."""
    most = limit * MORE
    pairs = _links(rights_of(actor, about), _Whose(actor, about), most).run(record_id)
    found: dict[str, list[UUID]] = {}
    for plural, key in pairs:
        found.setdefault(plural, []).append(key)
    return Remarks(found, complete=len(pairs) < most)


def timeline(*, actor: Actor, about: Object, record_id: UUID, limit: int = LIMIT) -> tuple[Event, ...]:
    """The newest activities, tasks and comments about a record or its relatives that the actor may read."""
    known = remarks(actor=actor, about=about, record_id=record_id, limit=limit)
    return events(actor=actor, known=known, limit=limit)


def events(*, actor: Actor, known: Remarks, limit: int = LIMIT) -> tuple[Event, ...]:
    """The newest of some remarks that the actor may read."""
    found = [event for plural, keys in known.newest.items() for event in _events(actor, plural, keys)]
    return tuple(sorted(found, key=lambda event: event.at, reverse=True)[:limit])


def open_tasks(*, actor: Actor, about: Object, record_id: UUID, limit: int = 5) -> tuple[reading.Values, ...]:
    """What is still to do about a record or its relatives, the most urgent first."""
    tasks = registry.of(actor.workspace_id).object("tasks")
    if not level(actor, tasks, Verb.READ):
        return ()
    ids = _family(actor, about, record_id)
    links = Link.objects.filter(workspace_id=actor.workspace_id, source_object="tasks", target_id__in=ids)
    condition = Q(done_at=None, pk__in=links.values("source_id"))
    asked = reading.Asked(condition=condition, fields=KINDS["tasks"], sort="due_at", limit=limit, counted=False)
    return tuple(reading.read_page(actor, tasks, asked).rows)


def _family(actor: Actor, about: Object, record_id: UUID) -> QuerySet[Any, Any]:
    """The keys of a record and of those that refer to it and are no remarks: an account's contacts and deals."""
    schema = registry.of(actor.workspace_id)
    itself = about.rows(actor.workspace_id).filter(pk=record_id).values("pk")
    relatives = []
    for each in schema.related(about.plural).values():
        child = schema.object(each.object)
        one = child.fields[each.field]
        if one.type.key != "reference" or child.described.administered or not level(actor, child, Verb.READ):
            continue
        rows = reading.visible(actor, child).filter(leading_to(one, record_id)).order_by("-created_at")
        relatives.append(rows.values("pk")[:MOST_RELATIVES])
    return itself.union(*relatives, all=True) if relatives else itself


@dataclass(frozen=True)
class _Whose:
    """For whom and of what a statement is kept; its key is told apart from it."""

    actor: Actor = field(compare=False)
    about: Object = field(compare=False)


@lru_cache(maxsize=KEPT)
def _links(rights: Hashable, whose: _Whose, most: int) -> Statement:
    """The newest links to a record or its relatives: which remarks are about them."""
    family = _family(whose.actor, whose.about, KEY)
    links = Link.objects.filter(workspace_id=whose.actor.workspace_id, target_id__in=family).order_by("-at")
    return compiled(links.values_list("source_object", "source_id")[:most])


def _events(actor: Actor, plural: str, keys: Sequence[UUID]) -> list[Event]:
    about = registry.of(actor.workspace_id).object(plural)
    if not level(actor, about, Verb.READ):
        return []
    asked = reading.Asked(condition=Q(pk__in=keys), fields=KINDS[plural], limit=200, sort="-created_at", counted=False)
    rows = reading.read_page(actor, about, asked).rows
    return [Event(plural, _moment(plural, row), row) for row in rows]


def _moment(plural: str, row: Mapping[str, Any]) -> datetime:
    moment: datetime | None = row[MOMENT[plural]]
    return moment or row.get("created_at") or datetime.fromisoformat("1970-01-01T00:00:00Z")
