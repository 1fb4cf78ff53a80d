"""Who did what and when: causes with the number of records that each touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause, Change

# So many changes of an act are counted, as of a list's rows; a page of acts then costs the same whatever they did.
BOUND = 10_000
TOUCHED = """
SELECT cause.id, made.object, count(DISTINCT made.record_id) FILTER (WHERE made.op = 'I'),
    count(DISTINCT made.record_id) FILTER (WHERE made.op = 'U'),
    count(DISTINCT made.record_id) FILTER (WHERE made.op = 'D'), count(*)
FROM unnest(%s::uuid[]) cause (id) CROSS JOIN LATERAL (
    SELECT id, object, record_id, op FROM journal_change
    WHERE workspace_id = %s AND cause_id = cause.id ORDER BY id LIMIT %s
) made GROUP BY cause.id, made.object ORDER BY max(made.id)"""

# How many acts lie between an undo and the first act that it took back or brought about again, that one counted.
DEPTH = """
WITH RECURSIVE taken AS (
    SELECT undoes_id FROM journal_cause WHERE workspace_id = %(workspace)s AND id = %(cause)s
    UNION ALL SELECT cause.undoes_id FROM taken
    JOIN journal_cause cause ON cause.workspace_id = %(workspace)s AND cause.id = taken.undoes_id
) SELECT count(undoes_id) FROM taken"""


@dataclass(frozen=True, slots=True)
class Touched:
    """How many records of one object came, changed and were removed for good under a cause."""

    object: str
    came: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One deliberate act; `undoes` and `undone_by` are the causes it took back and the last that took it back.

    Of one that made more changes than are counted, `touched` tells the first of them and is not `exact`.
    """

    id: UUID
    at: datetime
    action: str
    person_id: UUID | None
    person: str
    kind: str
    params: Mapping[str, Any]
    undoes: UUID | None
    undone_by: UUID | None
    touched: tuple[Touched, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class CausePage:
    """Causes, newest first; `next` is the key of the following page, empty on the last."""

    causes: tuple[CauseLine, ...]
    next: UUID | None


def visible(actor: Actor) -> QuerySet[Cause]:
    """The causes an actor may know and undo: administrators all, others their own."""
    causes = Cause.objects.filter(workspace_id=actor.workspace_id)
    if actor.is_administrator:
        return causes
    return causes.filter(person_id=actor.person_id) if actor.person_id else causes.none()


def causes(*, actor: Actor, limit: int = 50, before: UUID | None = None) -> CausePage:
    """Acts that changed something, newest first; three queries whatever their size."""
    changes = Change.objects.filter(workspace_id=actor.workspace_id, cause_id=OuterRef("pk"))
    found = visible(actor).filter(Exists(changes))
    if before is not None and (last := visible(actor).filter(pk=before).first()):
        found = found.filter(Q(at__lt=last.at) | Q(at=last.at, id__lt=last.id))
    rows = list(found.select_related("person").order_by("-at", "-id")[: limit + 1])
    page = rows[:limit]
    return CausePage(_lines(actor.workspace_id, page), page[-1].pk if len(rows) > limit else None)


def cause_of(*, actor: Actor, cause_id: UUID) -> CauseLine | None:
    """One act, or nothing when the actor may not know of it."""
    rows = list(visible(actor).filter(pk=cause_id).select_related("person"))
    return _lines(actor.workspace_id, rows)[0] if rows else None


def is_known(*, actor: Actor, cause_id: UUID) -> bool:
    """Whether the actor may know of an act; what it touched is not counted."""
    return visible(actor).filter(pk=cause_id).exists()


def is_redone(*, actor: Actor, cause_id: UUID) -> bool:
    """Whether an undo that was just made brought something about again, for it took back an undo."""
    with connection.cursor() as cursor:
        cursor.execute(DEPTH, {"workspace": actor.workspace_id, "cause": cause_id})
        return int(cursor.fetchone()[0]) % 2 == 0


def is_undone(*, actor: Actor, cause_id: UUID) -> bool:
    """Whether an act that the actor may know of was taken back; what it touched is not counted."""
    known = visible(actor).filter(pk=cause_id).values("pk")
    return Cause.objects.filter(workspace_id=actor.workspace_id, undoes_id__in=known).exists()


def touches_more(*, actor: Actor, cause_id: UUID, than: int) -> bool:
    """Whether an act made more changes than so many, which are counted no further."""
    changes = Change.objects.filter(workspace_id=actor.workspace_id, cause_id=cause_id).order_by()
    return len(changes.values_list("pk")[: than + 1]) > than


def size_of(*, actor: Actor, cause_id: UUID) -> int:
    """How many records an act touched, one by one, for a job that goes through them all."""
    known = visible(actor).filter(pk=cause_id).values("pk")
    changes = Change.objects.filter(workspace_id=actor.workspace_id, cause_id__in=known)
    return changes.order_by().values("object", "op", "record_id").distinct().count()


def records_of(*, actor: Actor, cause_id: UUID | None, plural: str) -> QuerySet[Change, UUID]:
    """The ids of the records of one object that an act touched; none when the actor may not know of it."""
    known = visible(actor).filter(pk__in=[cause_id] if cause_id else []).values("pk")
    changes = Change.objects.filter(workspace_id=actor.workspace_id, cause_id__in=known, object=plural)
    return changes.values_list("record_id", flat=True)


def _lines(workspace_id: UUID, rows: list[Cause]) -> tuple[CauseLine, ...]:
    ids = [each.pk for each in rows]
    undone = dict(
        Cause.objects.filter(workspace_id=workspace_id, undoes_id__in=ids).order_by("at").values_list("undoes_id", "pk")
    )
    touched = _touched(workspace_id, ids)
    return tuple(_line(each, undone.get(each.pk), touched.get(each.pk, [])) for each in rows)


def _line(row: Cause, undone_by: UUID | None, found: list[tuple[Touched, int]]) -> CauseLine:
    name = row.person.name if row.person else ""
    return CauseLine(
        row.pk, row.at, row.action, row.person_id, name, row.actor_kind, row.params, row.undoes_id, undone_by,
        tuple(touched for touched, _changes in found), sum(changes for _touched, changes in found) <= BOUND,
    )  # fmt: skip


def _touched(workspace_id: UUID, ids: list[UUID]) -> dict[UUID, list[tuple[Touched, int]]]:
    """What each act touched, object by object, with the number of changes that were counted."""
    found: dict[UUID, list[tuple[Touched, int]]] = {}
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(TOUCHED, [ids, workspace_id, BOUND + 1])
            for cause_id, *told, changes in cursor.fetchall():
                found.setdefault(cause_id, []).append((Touched(*told), changes))
    return found
