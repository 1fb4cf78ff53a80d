"""Which columns a person sees in the list of an object, and how wide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plexus.kernel.access.rights import Verb, level, may_write, readable_fields
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.views.opening import Opened
from plexus.shell.components.lists import Column, ColumnChoice, Place
from plexus.shell.web import laying
from plexus.shell.web.addresses import query_with
from plexus.shell.web.visit import Visit

NO_VIEW = Opened()
WIDTHS: Mapping[str, int] = {"text": 160, "reference": 170, "money": 140, "date": 120, "date_time": 130, "email": 200}
LEAD_WIDTH = 260


@dataclass(frozen=True)
class Chosen:
    """The columns in their order, with the widths that the person gave them."""

    names: tuple[str, ...]
    widths: Mapping[str, int]


def chosen(visit: Visit, about: Object, preferences: Mapping[str, Any], view: Opened = NO_VIEW) -> Chosen:
    """The person's columns for an object or a saved view; those of the view or the object where nothing was chosen."""
    kept = preferences.get("columns", {}).get(str(view.id) if view.id else about.plural, {})
    known = readable_fields(visit.actor, about)
    usual = view.columns or laying.columns(visit, about)
    names = tuple(name for name in kept.get("names") or usual if name in known)
    title = about.described.title if about.described.title in known else "id"
    return Chosen((title, *(name for name in names if name != title)), {**view.widths, **kept.get("widths", {})})


def columns(visit: Visit, about: Object, kept: Chosen, sort: str) -> tuple[Column, ...]:
    """The columns of the table, each with the address that sorts by it."""
    changeable = bool(level(visit.actor, about, Verb.UPDATE))
    places = _places(about, kept.names)
    return tuple(
        _column(visit, about, about.fields[name], places.get(name, ""), kept, sort, changeable=changeable)
        for name in kept.names
    )


def _places(about: Object, names: tuple[str, ...]) -> dict[str, Place]:
    """Where columns stand on a phone's card: the title leads, an amount of money beside it, something below."""
    rest = names[1:]
    side = next((name for name in rest if about.fields[name].type.key == "money"), rest[0] if rest else "")
    below = next((name for name in rest if name != side), "")
    return {below: "below", side: "side", names[0]: "lead"}


def _column(
    visit: Visit, about: Object, one: Field, place: Place, kept: Chosen, sort: str, *, changeable: bool
) -> Column:
    first = sort.split(",", 1)[0]
    sorted_by = first.lstrip("-") == one.name
    ascending = sorted_by and not first.startswith("-")
    following = f"-{one.name}" if ascending else one.name
    in_cell = place != "lead" and may_write(visit.actor, about, one)
    return Column(
        name=one.name,
        label=str(one.label),
        width=kept.widths.get(one.name) or (LEAD_WIDTH if place == "lead" else WIDTHS.get(one.type.key, 140)),
        numeric=one.type.numeric,
        place=place,
        sort_url=query_with(visit, sort=following, cursor="") if one.type.sortable else "",
        sorted=("ascending" if ascending else "descending") if sorted_by else "",
        editable=changeable and in_cell,
        calculated=one.reckoning is not None,
    )


def choices(visit: Visit, about: Object, kept: Chosen) -> tuple[ColumnChoice, ...]:
    """Every field as a column that may be shown; the shown ones first, in their order."""
    known = readable_fields(visit.actor, about)
    rest = (name for name in known if name not in kept.names and name != "id")
    names = (*kept.names[1:], *rest)
    return tuple(ColumnChoice(name, str(known[name].label), name in kept.names) for name in names)
