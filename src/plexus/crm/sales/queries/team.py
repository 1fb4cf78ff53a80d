"""What waits in the team of somebody who leads: overdue tasks, deals without a next step, stuck, past their date.

Each figure is a filter: what is counted here is what the list behind it shows, under the reader's rights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from plexus.crm.sales.queries.sums import NO_SUMS, Sums, by_currency
from plexus.kernel.access.rights import Level, Verb, level, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.query import filtering
from plexus.kernel.query.refusals import FilterInvalid
from plexus.kernel.records import reading
from plexus.kernel.records.fetching import naming
from plexus.kernel.schema import registry

Document = dict[str, Any]
MOST = 6
STUCK_DAYS = 30
OF_THE_TEAM: Document = {"field": "owner", "op": "eq", "value": {"my_team": True}}
OPEN_TASK: Document = {"field": "done_at", "op": "empty"}
OPEN_DEAL: Document = {"field": "outcome", "op": "eq", "value": "open"}
FIGURES: Mapping[str, tuple[str, tuple[Document, ...]]] = {
    "overdue": ("tasks", (OPEN_TASK, {"field": "due_at", "op": "lt", "value": {"relative": "today"}})),
    "today": ("tasks", (OPEN_TASK, {"field": "due_at", "op": "eq", "value": {"relative": "today"}})),
    "without_step": ("deals", (OPEN_DEAL, {"related": "tasks", "where": OPEN_TASK, "exists": False})),
    "stuck": (
        "deals",
        (OPEN_DEAL, {"field": "stage_entered_on", "op": "lt", "value": {"relative": f"{STUCK_DAYS}_days_ago"}}),
    ),
    "slipped": ("deals", (OPEN_DEAL, {"field": "expected_close_on", "op": "lt", "value": {"relative": "today"}})),
}
TROUBLES = ("overdue", "without_step", "stuck", "slipped")


@dataclass(frozen=True)
class Figure:
    """How many records of an object fulfil a filter, whose they are, and the sums of deals among them."""

    object: str
    parts: tuple[Document, ...]
    by_owner: Mapping[UUID, int]
    value: Sums

    @property
    def count(self) -> int:
        """All of them."""
        return sum(self.by_owner.values())


@dataclass(frozen=True)
class Member:
    """Somebody of the team with the numbers of what is in trouble, by figure."""

    person_id: UUID
    name: str
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def troubles(self) -> int:
        """All of it together."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class TeamDay:
    """The figures that the reader may know, by name, and who needs help, most first."""

    figures: Mapping[str, Figure]
    members: tuple[Member, ...]


def leads(actor: Actor) -> bool:
    """Whether somebody answers to the actor, or teams stand below his own whose deals he may read."""
    if not actor.person_id or not actor.team_ids:
        return False
    deals = registry.of(actor.workspace_id).object("deals")
    if len(actor.team_ids) > 1 and level(actor, deals, Verb.READ) >= Level.BELOW:
        return True
    return Person.objects.filter(
        workspace_id=actor.workspace_id, deleted_at=None, active=True, manager_id=actor.person_id
    ).exists()


def team_day(*, actor: Actor, now: datetime) -> TeamDay:
    """What waits in the actor's team and those below, at an instant."""
    figures = dict(_figures(actor, now))
    counts: dict[UUID, dict[str, int]] = {}
    for name in TROUBLES:
        for owner, count in figures[name].by_owner.items() if name in figures else ():
            counts.setdefault(owner, {})[name] = count
    counts.pop(actor.person_id, None)  # type: ignore[arg-type]  # the system leads nobody
    people = registry.of(actor.workspace_id).object("people")
    most = sorted(counts, key=lambda each: (-sum(counts[each].values()), each))[:MOST]
    names = naming.titles(actor, people, most)
    return TeamDay(figures, tuple(Member(each, names[each], counts[each]) for each in most if each in names))


def _figures(actor: Actor, now: datetime) -> Iterator[tuple[str, Figure]]:
    """Those whose fields are not hidden from the actor."""
    for name, (plural, parts) in FIGURES.items():
        about = registry.of(actor.workspace_id).object(plural)
        if not level(actor, about, Verb.READ):
            continue
        try:
            document = {"and": [*parts, OF_THE_TEAM]}
            condition = filtering.from_document(document, about=about, actor=actor, now=now)
        except FilterInvalid:
            continue
        yield name, _figure(actor, plural, parts, condition)


def _figure(actor: Actor, plural: str, parts: tuple[Document, ...], condition: Q) -> Figure:
    about = registry.of(actor.workspace_id).object(plural)
    found: Any = reading.visible(actor, about).filter(condition).order_by()
    valued = {"amount", "currency"} <= readable_fields(actor, about).keys()
    rows = found.values("owner_id", *(("currency",) if valued else ())).annotate(number=Count("pk"))
    listed = list(rows.annotate(worth=Sum("amount")) if valued else rows)
    numbers: Counter[UUID] = Counter()
    for row in listed:
        numbers[row["owner_id"]] += row["number"]
    worth = by_currency(actor, ((row["currency"], row["worth"]) for row in listed)) if valued else NO_SUMS
    return Figure(plural, parts, numbers, worth)
