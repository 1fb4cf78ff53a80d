"""Groups as pages show them: each with its figures in one statement, and the first rows of some in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import IntegerField, Q, Value

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.sorting import sort_keys
from plexus.kernel.records import reading
from plexus.kernel.records.fetching import paging
from plexus.kernel.records.fetching.plan import plan
from plexus.kernel.records.grouping.asked import Asked, Function, Key, Measure, Sort
from plexus.kernel.records.grouping.keys import condition_of
from plexus.kernel.records.queries.figures import Figures, Group, figures
from plexus.kernel.schema.object import Object
from plexus.kernel.values.collation import sort_key

MOST = 500
SIZE = Measure("count", Function.COUNT)


@dataclass(frozen=True)
class Grouping:
    """What is grouped by what: rows under a condition, by a key, as the actor may read them."""

    actor: Actor
    about: Object
    condition: Q
    by: Key
    trashed: bool = False

    def inside(self, value: Any) -> Q:
        """The condition that a row belongs to the group of a value."""
        return condition_of(self.by, value, self.about, self.actor)


def heads(asked: Grouping, measures: Sequence[Measure]) -> Figures:
    """The largest 500 groups with their figures, in the order of their kind, what is beyond them, and the whole."""
    whole = Asked((asked.by,), (SIZE, *measures), (Sort(SIZE.name, descending=True),), MOST)
    found = figures(
        actor=asked.actor, about=asked.about, condition=asked.condition, asked=whole, trashed=asked.trashed,
        longest=None,
    )  # fmt: skip
    return Figures(_in_order(asked.by, found.groups), found.whole, found.rest, found.rest_groups)


def _in_order(by: Key, groups: Sequence[Group]) -> tuple[Group, ...]:
    """Choices in their order, numbers and days from the first, all else by name; what is empty comes last."""
    places = {key: place for place, key in enumerate(by.field.choice_keys)}

    def order(group: Group) -> tuple[Any, ...]:
        (value,) = group.keys
        if value is None:
            return (2, 0, "")
        if by.field.choices:
            return (0, places.get(value, len(places)), str(value))
        if isinstance(value, date | int | Decimal):
            return (0, value, "")
        name = value["name"] if isinstance(value, dict) else str(value)
        return (0 if name else 1, 0, sort_key(name or ""))

    return tuple(sorted(groups, key=order))


def first_rows(
    asked: Grouping, values: Sequence[Any], fields: Sequence[str], sort: str, limit: int
) -> list[list[Mapping[str, Any]]]:
    """The first rows of some groups, given by their values: in one statement, each read only as far as it is shown."""
    found: list[list[Mapping[str, Any]]] = [[] for _value in values]
    if not values:
        return found
    wanted, order = plan(asked.actor, asked.about, fields), sort_keys(asked.about, asked.actor, sort)
    aliases = {each.alias: each.expression for each in order if each.expression is not None}
    rows = reading.visible(asked.actor, asked.about, trashed=asked.trashed).filter(asked.condition)
    rows = rows.annotate(**wanted.expressions, **aliases).order_by(*paging.order(order, backward=False))
    names = [*wanted.names(), "group_place"]
    parts = [
        rows.filter(asked.inside(value))
        .annotate(group_place=Value(place, IntegerField()))
        .values_list(*names)[:limit]
        for place, value in enumerate(values)
    ]  # fmt: skip
    fetched = list(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])
    for row, read in zip(fetched, wanted.read(names, fetched), strict=True):
        found[row[-1]].append(read)
    return found
