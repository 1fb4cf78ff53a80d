"""The views that a person has of an object, and those that stand in the rail."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.object import Object
from plexus.kernel.views.models import View
from plexus.kernel.views.reach import reached

MOST = 100


def offered(actor: Actor, about: Object) -> tuple[View, ...]:
    """A person's own views of an object and those shared with him or her, in their order; in one statement."""
    rows = _theirs(actor).filter(object=about.plural).order_by("position", "sort_key", "pk")
    return tuple(rows[:MOST])


def pinned(actor: Actor, ids: Iterable[UUID]) -> tuple[View, ...]:
    """Those of some views that a person still has, by name; in one statement."""
    return tuple(_theirs(actor).filter(pk__in=list(ids)).order_by("sort_key", "pk")[:MOST])


def _theirs(actor: Actor) -> QuerySet[View]:
    """An administrator may read every view, but is offered what everybody else would be."""
    mine = Q(owner_id=actor.person_id) if actor.person_id else Q(pk__in=())
    return View.objects.filter(mine | reached(actor), workspace_id=actor.workspace_id, deleted_at=None)


def opens_first(actor: Actor, view: View) -> bool:
    """Whether an administrator chose a view to open first for the actor's role."""
    return str(actor.role_id) in view.first_for
