"""The trash: what lies there of one object or of several, who put it there and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Replace

from plexus.kernel.access.rights import Verb, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Change
from plexus.kernel.records import reading
from plexus.kernel.records.fetching.plan import naming
from plexus.kernel.records.many import selecting
from plexus.kernel.schema.object import Object
from plexus.kernel.workspaces.models import WorkspaceRow

BOUND = 99
Key = tuple[datetime, UUID]
Line = tuple[str, UUID, datetime, str]
LINE = ("told_of", "told_key", "told_at", "told_name")


@dataclass(frozen=True, slots=True)
class Trashed:
    """A record in the trash, who put it there under which cause, and whether the actor may take it out."""

    object: str
    record_id: UUID
    title: str
    deleted_at: datetime
    person_id: UUID | None
    person: str
    cause_id: UUID | None
    may_restore: bool


@dataclass(frozen=True, slots=True)
class TrashPage:
    """Records in the trash, last deleted first; `next` is the key of the following page, empty on the last."""

    rows: tuple[Trashed, ...]
    next: UUID | None


def trash(*, actor: Actor, about: Object, limit: int = 50, before: UUID | None = None) -> TrashPage:
    """What the actor may read of the trash of an object; at most five queries whatever its size."""
    lying = reading.visible(actor, about, trashed=True)
    last: Any = lying.filter(pk=before).values_list("deleted_at", "pk").first() if before else None
    return across(actor=actor, objects=[about], limit=limit, before=last)


def across(
    *, actor: Actor, objects: Sequence[Object], limit: int = 50, before: Key | None = None, words: str = ""
) -> TrashPage:
    """What the actor may read of the trash of several objects, in one order; `words` stand in the title."""
    later = Q(deleted_at__lt=before[0]) | Q(deleted_at=before[0], pk__lt=before[1]) if before else Q()
    arms = [_told(about, lying(actor, about, words).filter(later), *LINE)[: limit + 1] for about in objects]
    found: list[Line] = list(_together(arms)) if arms else []
    rows = sorted(found, key=lambda line: (line[2], line[1]), reverse=True)
    page = rows[:limit]
    known = {about.plural: about for about in objects}
    return TrashPage(tuple(_lines(actor, known, page)), page[-1][1] if len(rows) > limit else None)


def counts(*, actor: Actor, objects: Iterable[Object], words: str = "") -> Mapping[str, int]:
    """How many records of each object lie in the trash, none where nothing does; beyond `BOUND` it is one more."""
    arms = [_told(about, lying(actor, about, words), "told_of")[: BOUND + 1] for about in objects]
    return Counter(plural for (plural,) in _together(arms)) if arms else {}


def lying(actor: Actor, about: Object, words: str = "") -> QuerySet[WorkspaceRow]:
    """What the actor may read of the trash of an object, with its title; the words may be a title's pinyin too."""
    rows = reading.visible(actor, about, trashed=True).annotate(told_name=Cast(naming(actor, about), TextField()))
    if not words:
        return rows
    title = about.title
    if title.name not in readable_fields(actor, about):
        return rows.none()
    found = Q(told_name__icontains=words)
    if title.sort_column:
        rows = rows.alias(told_spelling=Replace(F(title.sort_column), Value(" ")))
        found |= Q(told_spelling__contains="".join(words.lower().split()))
    return rows.filter(found)


def _told(about: Object, rows: QuerySet[Any], *names: str) -> QuerySet[Any, Any]:
    told = {"told_of": Value(about.plural, output_field=TextField()), "told_key": F("pk"), "told_at": F("deleted_at")}
    found: QuerySet[Any, Any] = rows.annotate(**told).order_by("-deleted_at", "-pk").values_list(*names)
    return found


def _together(arms: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    return arms[0].union(*arms[1:], all=True) if len(arms) > 1 else arms[0].all()


def _lines(actor: Actor, known: Mapping[str, Object], page: Sequence[Line]) -> Iterator[Trashed]:
    changes = _deletions(actor.workspace_id, [key for _plural, key, _at, _title in page])
    restorable: set[UUID] = set()
    for plural, lines in groupby(sorted(page), key=lambda line: line[0]):
        restorable |= set(selecting.within(actor, known[plural], [line[1] for line in lines], Verb.DELETE))
    for plural, key, at, title in page:
        cause = changes[key].cause if key in changes else None
        person = cause.person if cause else None
        yield Trashed(
            plural, key, title or "", at, person.pk if person else None, person.name if person else "",
            cause.pk if cause else None, key in restorable,
        )  # fmt: skip


def _deletions(workspace_id: UUID, ids: list[UUID]) -> dict[UUID, Change]:
    """The change that put each record into the trash last."""
    changes = Change.objects.filter(workspace_id=workspace_id, record_id__in=ids, op="U", after__has_key="deleted_at")
    return {each.record_id: each for each in changes.select_related("cause__person").order_by("id")}
