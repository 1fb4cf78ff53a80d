"""The views that a person has of an object, and those that stand in the rail."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.fetching.statements import KEPT, Statement, compiled, rights_of
from plexus.kernel.schema.object import Object
from plexus.kernel.views.models import View
from plexus.kernel.views.reach import reached

MOST = 100
COLUMNS = [each.attname for each in View._meta.concrete_fields]


def offered(actor: Actor, about: Object) -> tuple[View, ...]:
    """A person's own views of an object and those shared with him or her, in their order; in one statement."""
    kept = _offered(_Key(rights_of(actor, about), actor, about))
    return tuple(View.from_db(DEFAULT_DB_ALIAS, COLUMNS, row) for row in (kept.run() if kept else ()))


def pinned(actor: Actor, ids: Iterable[UUID]) -> tuple[View, ...]:
    """Those of some views that a person still has, by name; in one statement."""
    return tuple(_theirs(actor).filter(pk__in=list(ids)).order_by("sort_key", "pk")[:MOST])


@dataclass(frozen=True)
class _Key:
    """For whom and of what a statement is kept; its key is told apart from it."""

    rights: Hashable
    actor: Actor = field(compare=False)
    about: Object = field(compare=False)


@lru_cache(maxsize=KEPT)
def _offered(key: _Key) -> Statement | None:
    rows = _theirs(key.actor).filter(object=key.about.plural).order_by("position", "sort_key", "pk")
    try:
        return compiled(rows.values_list(*COLUMNS)[:MOST])
    except EmptyResultSet:
        return None


def _theirs(actor: Actor) -> QuerySet[View]:
    """An administrator may read every view, but is offered what everybody else would be."""
    mine = Q(owner_id=actor.person_id) if actor.person_id else Q(pk__in=())
    return View.objects.filter(mine | reached(actor), workspace_id=actor.workspace_id, deleted_at=None)


def opens_first(actor: Actor, view: View) -> bool:
    """Whether an administrator chose a view to open first for the actor's role."""
    return str(actor.role_id) in view.first_for
