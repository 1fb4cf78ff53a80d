"""Everything that happened about a record and its relatives, newest first, in a bounded number of statements."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from plexus.kernel.access.models import Link
from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.fetching.statements import KEPT, KEY, Statement, compiled, rights_of
from plexus.kernel.records.fetching.telling import telling
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import leading_to
from plexus.kernel.values.marks import Mark

LIMIT = 50
MORE = 3
MOST_RELATIVES = 200
# Of each record of the family so many as are wanted of all, straight from the index: however long a timeline is, no
# more of it is read.
LINKED = """
SELECT linked.source_object, linked.source_id, linked.at FROM ({family}) family (id) CROSS JOIN LATERAL (
    SELECT source_object, source_id, at FROM "access_link"
    WHERE "access_link".workspace_id = %s AND "access_link".target_id = family.id AND source_object = ANY (%s)
        AND at <= %s AND (at < %s OR source_id > %s)
    ORDER BY at DESC, source_id LIMIT {most}
) linked ORDER BY linked.at DESC, linked.source_id LIMIT {most}
"""
NEWEST = Mark(datetime.max.replace(tzinfo=UTC), UUID(int=0))
KINDS: Mapping[str, tuple[str, ...]] = {
    "activities": (
        "id", "kind", "subject", "body", "happened_at", "duration_minutes", "outcome", "owner", "related", "mentions",
        "created_at",
    ),
    "tasks": ("id", "subject", "body", "due_at", "done_at", "priority", "owner", "related", "created_at", "version"),
    "comments": ("id", "body", "owner", "created_at", "related", "mentions"),
    "files": ("id", "name", "media_type", "size", "owner", "created_at", "related"),
}  # fmt: skip
MOMENT = {"activities": "happened_at", "tasks": "due_at", "comments": "created_at", "files": "created_at"}


@dataclass(frozen=True)
class Event:
    """Something on a timeline: of which object, when, and its values."""

    object: str
    at: datetime
    values: reading.Values


@dataclass(frozen=True)
class Remarks:
    """Which activities, tasks, comments and files are about a record or its relatives, the newest by object.

    `last` is where they end, if there may be more; `complete` says that these are all there ever were.
    """

    newest: Mapping[str, Sequence[UUID]]
    last: Mark | None
    complete: bool

    @property
    def may_have_tasks(self) -> bool:
        """Whether there can be a task among them, or elsewhere on the timeline."""
        return "tasks" in self.newest or not self.complete


@dataclass(frozen=True)
class Told:
    """A stretch of a timeline, newest first, and where the next begins, if there may be more."""

    events: tuple[Event, ...]
    next: Mark | None


def remarks(*, actor: Actor, about: Object, record_id: UUID, limit: int = LIMIT, before: Mark | None = None) -> Remarks:
    """The newest remarks about a record or its relatives; more than asked, because some may not be readable."""
    most, after = limit * MORE, before or NEWEST
    kept = _links(rights_of(actor, about), _Whose(actor, about), most)
    found = replace(kept, values=(*kept.values, after.at, after.at, after.id)).run(record_id)
    # What is about a record and about its relative too is found by both.
    newest: dict[str, dict[UUID, None]] = {}
    for plural, key, _at in found:
        newest.setdefault(plural, {})[key] = None
    last = Mark(found[-1][2], found[-1][1]) if len(found) == most else None
    return Remarks({plural: list(keys) for plural, keys in newest.items()}, last, complete=not (before or last))


def timeline(*, actor: Actor, about: Object, record_id: UUID, limit: int = LIMIT, before: Mark | None = None) -> Told:
    """What happened about a record or its relatives as far as the actor may read it, the newest or those after a mark.

    A stretch may be shorter than asked although more follows, for some of it may not be the actor's to read.
    """
    known = remarks(actor=actor, about=about, record_id=record_id, limit=limit, before=before)
    return told(actor=actor, known=known, limit=limit)


def told(*, actor: Actor, known: Remarks, limit: int = LIMIT) -> Told:
    """The newest of some remarks that the actor may read."""
    found = [event for plural, keys in known.newest.items() for event in _events(actor, plural, keys)]
    found.sort(key=lambda event: event.values["id"])
    found.sort(key=lambda event: event.at, reverse=True)
    events = tuple(found[:limit])
    more = len(found) > limit
    return Told(events, Mark(events[-1].at, events[-1].values["id"]) if more else known.last)


def open_tasks(*, actor: Actor, about: Object, record_id: UUID, limit: int = 5) -> tuple[reading.Values, ...]:
    """What is still to do about a record or its relatives, the most urgent first."""
    tasks = registry.of(actor.workspace_id).object("tasks")
    if not level(actor, tasks, Verb.READ) or not readable_fields(actor, tasks).keys() >= {"done_at", "related"}:
        return ()
    found = _open(rights_of(actor, about), _Whose(actor, about), limit).run(record_id)
    told = telling(actor, tasks, KINDS["tasks"], trashed=False, where_readable=True)
    return tuple(told.of([key for (key,) in found]))


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
    """The newest links to a record or its relatives: which remarks are about them. Lacks the mark after which."""
    family = compiled(_family(whose.actor, whose.about, KEY))
    sql = LINKED.format(family=family.sql, most=most).strip()
    return Statement(sql, (*family.values, whose.actor.workspace_id, list(KINDS)))


@lru_cache(maxsize=KEPT)
def _open(rights: Hashable, whose: _Whose, most: int) -> Statement:
    """The keys of what is still to do about a record or its relatives, the most urgent first."""
    actor = whose.actor
    links = Link.objects.filter(workspace_id=actor.workspace_id, source_object="tasks")
    linked = links.filter(target_id__in=_family(actor, whose.about, KEY)).values("source_id")
    tasks: QuerySet[Any, Any] = reading.visible(actor, registry.of(actor.workspace_id).object("tasks"))
    todo = tasks.filter(done_at=None, pk__in=linked).order_by(F("due_at").asc(nulls_last=True), "pk")
    return compiled(todo.values_list("pk")[:most])


def _events(actor: Actor, plural: str, keys: Sequence[UUID]) -> list[Event]:
    about = registry.of(actor.workspace_id).object(plural)
    if not level(actor, about, Verb.READ):
        return []
    rows = telling(actor, about, KINDS[plural], trashed=False, where_readable=True).of(keys)
    return [Event(plural, _moment(plural, row), row) for row in rows]


def _moment(plural: str, row: Mapping[str, Any]) -> datetime:
    moment: datetime | None = row[MOMENT[plural]]
    return moment or row.get("created_at") or datetime.fromisoformat("1970-01-01T00:00:00Z")
