"""Rows by day: how many each day holds and the first of them, in three statements for any range and number of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.fetching.plan import plan
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import value_of


@dataclass(frozen=True)
class Day:
    """A day with the number of its rows and the first of them."""

    count: int
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Span:
    """The days asked for, the last one included, in the zone of whoever looks."""

    first: date
    last: date
    zone: tzinfo


def days(
    actor: Actor, about: Object, condition: Q, by: Field, span: Span, fields: Sequence[str], *, each_day: int
) -> dict[date, Day]:
    """The days of a span that hold rows, in the order of time, those rows in the order of time and id."""
    rows = reading.visible(actor, about).filter(condition).annotate(on_value=value_of(by, actor))
    counts = _counts(rows.filter(_range(by, span)), by, span)
    placed = _first(rows, by, span, sorted(counts), each_day)
    values = _values(actor, about, [pk for pk, _day in placed], fields)
    shown: dict[date, list[Mapping[str, Any]]] = {day: [] for day in sorted(counts)}
    for pk, day in placed:
        shown[day].append(values[pk])
    return {day: Day(counts[day], held) for day, held in shown.items()}


def _counts(rows: QuerySet[Any, Any], by: Field, span: Span) -> dict[date, int]:
    day = F("on_value") if by.type.key == "date" else TruncDate("on_value", tzinfo=span.zone)
    counted = rows.order_by().annotate(on_day=day).values("on_day").annotate(many=Count("pk"))
    return dict(counted.values_list("on_day", "many"))


def _first(
    rows: QuerySet[Any, Any], by: Field, span: Span, wanted: Sequence[date], each_day: int
) -> list[tuple[Any, date]]:
    """The keys of the first rows of each day, however many the day holds: each day is read only as far as it shows."""
    parts = [
        rows.filter(_range(by, Span(day, day, span.zone)))
        .order_by("on_value", "pk")
        .values_list("pk", "on_value")[:each_day]
        for day in wanted
    ]
    if not parts:
        return []
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    placed = sorted(((value, pk) for pk, value in found))
    return [(pk, value.astimezone(span.zone).date() if isinstance(value, datetime) else value) for value, pk in placed]


def _range(by: Field, span: Span) -> Q:
    """The bounds on the column itself, so that its index answers."""
    if by.type.key == "date":
        return _between(by, span.first, span.last + timedelta(days=1))
    return _between(by, _midnight(span.first, span.zone), _midnight(span.last + timedelta(days=1), span.zone))


def _between(by: Field, start: date, end: date) -> Q:
    name = "on_value" if by.custom or by.reckoning else by.column
    return Q(**{f"{name}__gte": start, f"{name}__lt": end})


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def _values(actor: Actor, about: Object, ids: Sequence[Any], fields: Sequence[str]) -> dict[Any, Mapping[str, Any]]:
    wanted = plan(actor, about, ("id", *fields))
    names = wanted.names()
    rows = reading.visible(actor, about).filter(pk__in=ids).annotate(**wanted.expressions).values_list(*names)
    return {values["id"]: values for values in wanted.read(names, list(rows))}
