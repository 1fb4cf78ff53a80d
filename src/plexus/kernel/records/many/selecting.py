"""Which records a bulk command is about, and which of them the actor may touch."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from plexus.kernel.access.filtering import EVERYTHING, permitted
from plexus.kernel.access.rights import Verb
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.many.tally import BulkResult
from plexus.kernel.schema.object import Object
from plexus.kernel.workspaces.models import WorkspaceRow

Rows = Q | Collection[UUID]
Each = TypeVar("Each")


def chosen(
    actor: Actor, about: Object, rows: Rows, verb: Verb, result: BulkResult, *, trashed: bool = False
) -> list[UUID]:
    """The ids of those records that the actor may do this to, in order; the others are counted as refused.

    Of a condition only what the actor may read is meant; of a list of ids each that he may not read is refused.
    """
    readable = reading.visible(actor, about, trashed=trashed)
    found = sorted(readable.filter(rows if isinstance(rows, Q) else Q(pk__in=rows)).values_list("pk", flat=True))
    if not isinstance(rows, Q):
        result.refuse_unreadable(sorted(set(rows).difference(found)))
    allowed = set(within(actor, about, found, verb))
    result.refuse_not_allowed(key for key in found if key not in allowed)
    return [key for key in found if key in allowed]


def within(actor: Actor, about: Object, ids: Sequence[UUID], verb: Verb) -> Collection[UUID]:
    """Those of some records to which the actor may do this."""
    condition = permitted(actor, about, verb)
    if condition == EVERYTHING:
        return ids
    return set(of_ids(actor, about, ids).filter(condition).values_list("pk", flat=True))


def of_ids(actor: Actor, about: Object, ids: Sequence[UUID]) -> QuerySet[WorkspaceRow]:
    """The rows with these ids, whatever the actor may do to them."""
    return about.rows(actor.workspace_id).filter(pk__in=ids)


def chunks(ids: Sequence[Each], size: int) -> Iterator[Sequence[Each]]:
    """The ids or rows, so many at a time."""
    return (ids[start : start + size] for start in range(0, len(ids), size))
