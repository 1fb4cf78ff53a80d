"""Rows in groups: how many and how much each holds in one statement, and the first rows of some in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, F, Q, QuerySet, Sum, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce, NullIf, TruncMonth

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.comparing import LOOKUPS
from plexus.kernel.query.sorting import sort_keys
from plexus.kernel.records import paging, reading
from plexus.kernel.records.plan import plan
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import value_of
from plexus.kernel.values.collation import sort_key
from plexus.kernel.views.fitness import MONTHLY, Measure

MOST = 500
BLANK = frozenset({"choice", "text"})
Key = Any


@dataclass(frozen=True)
class Figure:
    """A sum or mean of one field in one currency (none for plain numbers), over `count` values."""

    total: Decimal
    count: int

    @property
    def mean(self) -> Decimal:
        """The mean of the values."""
        return self.total / self.count


@dataclass
class Group:
    """Rows that share a value: the value (None where it is empty), its name, and figures by measure and currency."""

    key: Key
    label: str = ""
    count: int = 0
    figures: dict[str, dict[str, Figure]] = field(default_factory=dict)


@dataclass(frozen=True)
class Grouping:
    """What is grouped by what: rows under a condition, by a field, with measures, as the actor may read them."""

    actor: Actor
    about: Object
    condition: Q
    by: Field
    zone: tzinfo
    trashed: bool = False

    def rows(self) -> QuerySet[Any, Any]:
        """The rows with their group's key."""
        return (
            reading.visible(self.actor, self.about, trashed=self.trashed)
            .filter(self.condition)
            .annotate(group_key=key_of(self.by, self.actor, self.zone))
        )


def key_of(one: Field, actor: Actor, zone: tzinfo) -> Combinable:
    """What rows of a group share: a value, or the month of a day; an empty text is no value."""
    value = value_of(one, actor)
    if one.type.key in MONTHLY:
        return TruncMonth(value, output_field=DateField(), **({"tzinfo": zone} if one.type.key == "date_time" else {}))
    if one.type.key in BLANK:
        return NullIf(value, Value("", output_field=TextField()), output_field=TextField())
    return value


def heads(asked: Grouping, measures: Sequence[Measure]) -> tuple[Group, ...]:
    """Every group with its count and figures, the largest 500 of them, in the order of their kind."""
    fields = {each.field.name: each.field for each in measures}
    currencies = {f"currency_{name}": _currency(one) for name, one in fields.items() if one.type.key == "money"}
    figures = {f"total_{name}": Sum(value_of(one, asked.actor)) for name, one in fields.items()}
    counts = {f"count_{name}": Count(value_of(one, asked.actor)) for name, one in fields.items()}
    rows = asked.rows().annotate(**currencies).order_by().values("group_key", *currencies)
    rows = rows.annotate(group_size=Count("pk"), **figures, **counts).order_by("-group_size")[:MOST]
    found: dict[Key, Group] = {}
    for row in rows:
        group = found.setdefault(row["group_key"], Group(row["group_key"]))
        group.count += row["group_size"]
        for name in fields:
            _add(group, name, row)
    return _in_order(asked, found)


def _currency(one: Field) -> Combinable:
    if not one.custom:
        return F(one.currency_column) if one.currency_column else Value("", output_field=TextField())
    stored = KeyTextTransform("currency", KeyTransform(one.name, "custom"))
    return Coalesce(stored, Value(""), output_field=TextField())


def _add(group: Group, name: str, row: Mapping[str, Any]) -> None:
    """Add one currency's figure of a field to a group."""
    if not row[f"count_{name}"]:
        return
    currency = row.get(f"currency_{name}") or ""
    held = group.figures.setdefault(name, {}).get(currency, Figure(Decimal(0), 0))
    more = Figure(held.total + Decimal(row[f"total_{name}"]), held.count + row[f"count_{name}"])
    group.figures[name][currency] = more


def _in_order(asked: Grouping, found: Mapping[Key, Group]) -> tuple[Group, ...]:
    """Choices in their order, months from the first, all else by name; what is empty comes last."""
    one, names = asked.by, _names(asked, found)
    for group in found.values():
        group.label = names.get(group.key, "")
    places = {key: place for place, key in enumerate(one.choice_keys)}

    def order(group: Group) -> tuple[Any, ...]:
        if group.key is None:
            return (2, 0, "")
        if one.choices:
            return (0, places.get(group.key, len(places)), str(group.key))
        if isinstance(group.key, date | int | Decimal):
            return (0, group.key, "")
        return (0 if group.label else 1, 0, sort_key(group.label))

    return tuple(sorted(found.values(), key=order))


def _names(asked: Grouping, found: Mapping[Key, Group]) -> dict[Key, str]:
    """The names of groups: labels of choices, titles of records in one statement, texts as they are."""
    if asked.by.target:
        target = registry.of(asked.actor.workspace_id).object(asked.by.target)
        return dict(reading.titles(asked.actor, target, [key for key in found if isinstance(key, UUID)]))
    if asked.by.choices:
        return {key: str(asked.by.label_of(key)) for key in found if key is not None}
    return {key: str(key) for key in found if key is not None}


def first_rows(
    asked: Grouping, keys: Sequence[Key], fields: Sequence[str], sort: str, limit: int
) -> dict[Key, list[Mapping[str, Any]]]:
    """The first rows of some groups, in one statement: each is read only as far as it is shown."""
    if not keys:
        return {}
    wanted, order = plan(asked.actor, asked.about, fields), sort_keys(asked.about, asked.actor, sort)
    aliases = {each.alias: each.expression for each in order if each.expression is not None}
    rows = asked.rows().annotate(**wanted.expressions, **aliases).order_by(*paging.order(order, backward=False))
    names = [*wanted.names(), "group_key"]
    inside = {key: condition_of(asked.by, key, asked.actor, asked.zone) for key in keys}
    parts = [rows.filter(inside[key]).values_list(*names)[:limit] for key in keys]
    fetched = list(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])
    found: dict[Key, list[Mapping[str, Any]]] = {key: [] for key in keys}
    for row, values in zip(fetched, wanted.read(names, fetched), strict=True):
        found[row[-1]].append(values)
    return found


def condition_of(one: Field, key: Key, actor: Actor, zone: tzinfo) -> Q:
    """The condition that a row belongs to a group, on the column itself so that an index may answer."""
    if key is None:
        empty = _look(one, actor, "isnull", True)
        return empty | _look(one, actor, "exact", "") if one.type.key in BLANK else empty
    if one.type.key not in MONTHLY:
        return _look(one, actor, "exact", key)
    start, end = key, (key.replace(day=1) + timedelta(days=32)).replace(day=1)
    if one.type.key == "date_time":
        start, end = (datetime.combine(each, time.min, tzinfo=zone) for each in (start, end))
    return _look(one, actor, "gte", start) & _look(one, actor, "lt", end)


def _look(one: Field, actor: Actor, lookup: str, value: Any) -> Q:
    if one.custom or one.reckoning:
        return Q(LOOKUPS[lookup](value_of(one, actor), value))
    return Q(**{f"{one.column}__{lookup}": value})
