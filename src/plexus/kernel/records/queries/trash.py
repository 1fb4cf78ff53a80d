"""The trash of an object: what lies there, who put it there and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plexus.kernel.access.rights import Verb
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Change
from plexus.kernel.records import reading, selecting
from plexus.kernel.records.plan import naming
from plexus.kernel.schema.object import Object


@dataclass(frozen=True, slots=True)
class Trashed:
    """A record in the trash, who put it there under which cause, and whether the actor may take it out."""

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
    last = lying.filter(pk=before).values_list("deleted_at", "pk").first() if before else None
    if last:
        lying = lying.filter(Q(deleted_at__lt=last[0]) | Q(deleted_at=last[0], pk__lt=last[1]))
    columns = ("pk", "deleted_at", naming(actor, about))
    rows = list(lying.order_by("-deleted_at", "-pk").values_list(*columns)[: limit + 1])
    page = rows[:limit]
    return TrashPage(tuple(_lines(actor, about, page)), page[-1][0] if len(rows) > limit else None)


def _lines(actor: Actor, about: Object, page: list[tuple[UUID, datetime, str]]) -> Iterable[Trashed]:
    ids = [key for key, _at, _title in page]
    changes = _deletions(actor.workspace_id, ids)
    restorable = set(selecting.within(actor, about, ids, Verb.DELETE))
    for key, at, title in page:
        cause = changes[key].cause if key in changes else None
        person = cause.person if cause else None
        yield Trashed(
            key, str(title or ""), at, person.pk if person else None, person.name if person else "",
            cause.pk if cause else None, key in restorable,
        )  # fmt: skip


def _deletions(workspace_id: UUID, ids: list[UUID]) -> dict[UUID, Change]:
    """The change that put each record into the trash last."""
    changes = Change.objects.filter(workspace_id=workspace_id, record_id__in=ids, op="U", after__has_key="deleted_at")
    return {each.record_id: each for each in changes.select_related("cause__person").order_by("id")}
