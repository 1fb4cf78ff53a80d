"""A person's day: tasks, what is overdue, deals without a next step, and what was worked on lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from plexus.crm.engagement.models import Task
from plexus.kernel.access.models import Link
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.queries import lately
from plexus.kernel.records import reading
from plexus.kernel.records.fetching import naming
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

MOST = 8
# By these a task is the next step of a deal.
OF_A_STEP = ("related", "done_at")
WORKED_ON = ("accounts", "contacts", "deals")


@dataclass(frozen=True)
class MyDay:
    """Values of tasks, deals and recent records, each under the actor's rights."""

    overdue: tuple[reading.Values, ...]
    today: tuple[reading.Values, ...]
    without_step: tuple[reading.Values, ...]
    recent: tuple[tuple[str, reading.Values], ...]


def my_day(*, actor: Actor, now: datetime, end_of_day: datetime) -> MyDay:
    """What waits for a person at an instant whose day ends at `end_of_day`."""
    mine = Q(owner_id=actor.person_id, done_at=None)
    return MyDay(
        overdue=_tasks(actor, mine & Q(due_at__lt=now)),
        today=_tasks(actor, mine & Q(due_at__gte=now, due_at__lt=end_of_day)),
        without_step=_without_step(actor),
        recent=_recent(actor, now),
    )


def _tasks(actor: Actor, condition: Q) -> tuple[reading.Values, ...]:
    about = registry.of(actor.workspace_id).object("tasks")
    if not _may_know(actor, about, "owner", "due_at", "done_at"):
        return ()
    fields = ("id", "subject", "due_at", "priority", "related", "version")
    asked = reading.Asked(
        condition=condition, fields=fields, sort="due_at", limit=MOST, counted=False, where_readable=True
    )
    return tuple(reading.read_page(actor, about, asked).rows)


def _may_know(actor: Actor, about: Object, *names: str) -> bool:
    """Whether the actor may read all that a list is chosen by; else being on it would tell."""
    return set(names) <= readable_fields(actor, about).keys()


def _without_step(actor: Actor) -> tuple[reading.Values, ...]:
    schema = registry.of(actor.workspace_id)
    about = schema.object("deals")
    if not _may_know(actor, about, "owner", "outcome") or not _may_know(actor, schema.object("tasks"), *OF_A_STEP):
        return ()
    open_tasks = Task.objects.filter(workspace_id=actor.workspace_id, deleted_at=None, done_at=None)
    links = Link.objects.filter(
        workspace_id=actor.workspace_id,
        target_id=OuterRef("pk"),
        source_object="tasks",
        source_id__in=open_tasks.values("pk"),
    )
    condition = Q(~Exists(links), owner_id=actor.person_id, outcome="open")
    fields = ("id", "name", "account", "stage", "amount", "currency")
    asked = reading.Asked(
        condition=condition, fields=fields, sort="-amount", limit=MOST, counted=False, where_readable=True
    )
    return tuple(reading.read_page(actor, about, asked).rows)


def _recent(actor: Actor, now: datetime) -> tuple[tuple[str, reading.Values], ...]:
    """The records that the person changed last, by the acts that the journal tells of."""
    if actor.person_id is None:
        return ()
    worked = lately.worked_on(actor.workspace_id, actor.person_id, WORKED_ON, now - timedelta(days=30))
    touched = {plural: {each.record_id for each in worked if each.object == plural} for plural in WORKED_ON}
    titles = naming.names(actor, touched)
    found = [
        (each.object, {"id": each.record_id, "title": titles[each.record_id], "updated_at": each.at})
        for each in worked
        if each.record_id in titles
    ]
    return tuple(found[:MOST])
