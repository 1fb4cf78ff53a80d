"""The team on the start page of somebody who leads: four figures, and who needs help."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext, ngettext

from plexus.crm.sales.queries.team import OF_THE_TEAM, TROUBLES, Document, Figure, Member, TeamDay, leads, team_day
from plexus.crm.sales.web.amounts import sums_text
from plexus.shell.components.dashboards import Kpi, Tile
from plexus.shell.components.formats import number_text
from plexus.shell.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a person with the list behind it; nothing where there is none."""

    figure: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with the numbers of what is in trouble, in the order of the heads."""

    name: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """What is shown of a team."""

    tiles: tuple[Tile, ...]
    heads: tuple[str, ...]
    people: tuple[Person, ...]


def team_of(visit: Visit) -> Team | None:
    """The team of whoever leads one; nothing for everybody else, and where there is nothing to tell."""
    if not leads(visit.actor):
        return None
    day = team_day(actor=visit.actor, now=visit.now)
    if not any(each.count for each in day.figures.values()):
        return None
    shown = [name for name in TROUBLES if name in day.figures]
    labels = _labels()
    return Team(
        tuple(_tiles(visit, day)),
        tuple(labels[name] for name in shown),
        tuple(Person(each.name, tuple(_number(visit, day, each, name) for name in shown)) for each in day.members),
    )


def _labels() -> dict[str, str]:
    return {
        "overdue": gettext("Overdue tasks"),
        "without_step": gettext("No next step"),
        "stuck": gettext("Long in a stage"),
        "slipped": gettext("Past the close date"),
    }


def _tiles(visit: Visit, day: TeamDay) -> Iterator[Tile]:
    labels = _labels()
    for name in TROUBLES:
        if name in day.figures:
            figure = day.figures[name]
            number = number_text(figure.count, locale=visit.locale)
            yield Tile(3, kpi=Kpi(labels[name], number, note=_note(visit, day, name), url=_url(figure, OF_THE_TEAM)))


def _note(visit: Visit, day: TeamDay, name: str) -> str:
    figure = day.figures[name]
    if name == "overdue" and "today" in day.figures:
        count = day.figures["today"].count
        more = {"count": number_text(count, locale=visit.locale)}
        return ngettext("%(count)s more is due today", "%(count)s more are due today", count) % more
    if not figure.value:
        return gettext("in your team")
    return gettext("worth %(amount)s") % {"amount": sums_text(visit, figure.value)}


def _number(visit: Visit, day: TeamDay, member: Member, name: str) -> Number:
    count = member.counts.get(name, 0)
    if not count:
        return Number("", _labels()[name])
    owner = {"field": "owner", "op": "eq", "value": str(member.person_id)}
    return Number(number_text(count, locale=visit.locale), _labels()[name], _url(day.figures[name], owner))


def _url(figure: Figure, whose: Document) -> str:
    """The list of what was counted."""
    return f"/{figure.object}?filter={quote(json.dumps({'and': [*figure.parts, whose]}))}"
