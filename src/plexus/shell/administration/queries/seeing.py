"""Who looks, or looked, as whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from plexus.kernel.access.models import Seeing
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.queries.actors import actor_of_person

LATEST = 10


@dataclass(frozen=True, slots=True)
class Looked:
    """That an administrator looked as a person: from when, until when at the latest."""

    administrator: str
    began_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A look that is going on: as whom, by whom, and until when."""

    seen: Actor
    administrator: Actor
    ends_at: datetime


def standing(actor: Actor, seeing_id: UUID, *, now: datetime) -> Standing | None:
    """What the actor sees as now; none when it is over, or when he administers no more, or whom he saw has left."""
    rows = Seeing.objects.filter(workspace_id=actor.workspace_id, created_by_id=actor.person_id, pk=seeing_id)
    going_on = rows.filter(ended_at=None, ends_at__gt=now).values_list("person_id", "ends_at").first()
    if going_on is None or not actor.is_administrator:
        return None
    seen = actor_of_person(going_on[0])
    return Standing(seen, actor, going_on[1]) if seen else None


def looks_at(actor: Actor, person_id: UUID) -> tuple[Looked, ...]:
    """The latest looks as a person, newest first; for administrators, and for the person."""
    if not actor.is_administrator and person_id != actor.person_id:
        return ()
    rows = Seeing.objects.filter(workspace_id=actor.workspace_id, person_id=person_id)
    named = rows.annotate(by=F("created_by__name")).order_by("-created_at")[:LATEST]
    return tuple(Looked(each.by, each.created_at, each.ended_at or each.ends_at) for each in named)
