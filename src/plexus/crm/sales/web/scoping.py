"""What a dashboard is about: which days, which pipeline, whose deals. All of it stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from plexus.crm.sales.models import Pipeline
from plexus.crm.sales.queries import board
from plexus.crm.sales.queries.figures import Scope, Span, span_of_closed
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.schema import registry
from plexus.kernel.values.dates import relative
from plexus.shell.administration.queries import listing
from plexus.shell.components.forms import Control, Option
from plexus.shell.web.visit import Visit

PERIODS = ("this_month", "this_quarter", "this_year", "last_year", "all")
USUAL = "this_year"
EARLIER = {"this_month": "last_month", "this_quarter": "last_quarter", "this_year": "last_year"}


@dataclass(frozen=True)
class Chosen:
    """What was chosen, as condition, as parts of the filter of a list, and as controls to choose otherwise."""

    period: str
    scope: Scope
    parts: tuple[dict[str, Any], ...]
    controls: tuple[Control, ...]


def chosen(visit: Visit) -> Chosen:
    """What the address says; what it says of things that are not there, or hidden from the reader, is not heard."""
    asked = visit.http.GET
    period = asked.get("period", USUAL)
    known = readable_fields(visit.actor, registry.of(visit.actor.workspace_id).object("deals")).keys()
    ways = tuple(board.pipelines(visit.actor)) if "pipeline" in known else ()
    pipeline = next((each.pk for each in ways if str(each.pk) == asked.get("pipeline")), None)
    people = [each for each in listing.people(visit.actor) if each.active] if "owner" in known else []
    branches = listing.teams(visit.actor) if "team" in known else []
    of = asked.get("of", "")
    owner = (
        visit.actor.person_id
        if of == "me" and "owner" in known
        else next((each.pk for each in people if f"p-{each.pk}" == of), None)
    )
    team_ids = _below(branches, of)
    parts: list[dict[str, Any]] = []
    if pipeline:
        parts.append({"field": "pipeline", "op": "eq", "value": str(pipeline)})
    if owner:
        parts.append({"field": "owner", "op": "eq", "value": str(owner)})
    if team_ids:
        parts.append({"field": "team", "op": "in", "value": [str(each) for each in team_ids]})
    heard = of if owner or team_ids else ""
    owners = (_owners(people, branches, heard),) if "owner" in known else ()
    return Chosen(
        period if period in PERIODS else USUAL,
        Scope(pipeline, owner, team_ids),
        tuple(parts),
        (*_pipelines(ways, pipeline), *owners),
    )


def span(visit: Visit, asked: Chosen) -> Span:
    """The days, up to today, and those of the period before up to the same point; all time has none before it."""
    if asked.period == "all":
        known = span_of_closed(actor=visit.actor, scope=asked.scope)
        start, end = (known[0], known[1] + timedelta(days=1)) if known else (visit.today, visit.today)
        return Span(start, end, (start, start))
    found = relative(asked.period, today=visit.today)
    if asked.period == "last_year":
        return Span(found.start, found.end, (_a_year_before(found.start), found.start))
    before = relative(EARLIER[asked.period], today=visit.today)
    elapsed = visit.today + timedelta(days=1) - found.start
    return Span(found.start, found.end, (before.start, min(before.start + elapsed, before.end)))


def _a_year_before(first: date) -> date:
    return first.replace(year=first.year - 1)


def _pipelines(ways: Sequence[Pipeline], current: UUID | None) -> tuple[Control, ...]:
    """A choice, where there is one."""
    if len(ways) < 2:
        return ()
    options = [Option("", gettext("All pipelines"), chosen=current is None)]
    options += [Option(str(each.pk), each.name, chosen=each.pk == current) for each in ways]
    return (Control("pipeline", gettext("Pipeline"), kind="select", options=tuple(options), bare=True),)


def _owners(people: Sequence[Any], branches: Sequence[Any], current: str) -> Control:
    options = [("", gettext("Everybody's deals")), ("me", gettext("My deals"))]
    options += [
        (f"t-{each.team.pk}", "　" * each.depth + gettext("Team %(name)s") % {"name": each.team.name})
        for each in branches
    ]
    options += [(f"p-{each.pk}", each.name) for each in people]
    made = tuple(Option(value, label, chosen=value == current) for value, label in options)
    return Control("of", gettext("Whose deals"), kind="select", options=made, bare=True)


def _below(branches: Sequence[Any], of: str) -> tuple[UUID, ...]:
    """A team with all that follow it deeper in the tree."""
    found: list[UUID] = []
    depth = -1
    for each in branches:
        if found and each.depth <= depth:
            break
        if found or f"t-{each.team.pk}" == of:
            depth = depth if found else each.depth
            found.append(each.team.pk)
    return tuple(found)
