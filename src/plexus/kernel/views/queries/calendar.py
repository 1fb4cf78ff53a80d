"""Rows by day: how many each day holds and the first of them, in two statements for any range and number of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber, TruncDate

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.plan import plan
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
    within = reading.visible(actor, about).filter(condition).annotate(on_value=value_of(by)).filter(_range(by, span))
    day = F("on_value") if by.type.key == "date" else TruncDate("on_value", tzinfo=span.zone)
    placed = within.annotate(
        on_day=day,
        place=Window(RowNumber(), partition_by=F("on_day"), order_by=(F("on_value").asc(), F("pk").asc())),
        many=Window(Count("*"), partition_by=F("on_day")),
    )
    first = placed.filter(place__lte=each_day).order_by("on_day", "place").values_list("pk", "on_day", "many")
    shown = list(first)
    values = _values(actor, about, [pk for pk, _day, _many in shown], fields)
    found: dict[date, Day] = {}
    for pk, on_day, many in shown:
        rows = found[on_day].rows if on_day in found else ()
        found[on_day] = Day(many, (*rows, values[pk]))
    return found


def _range(by: Field, span: Span) -> Q:
    """The bounds on the column itself, so that its index answers."""
    if by.type.key == "date":
        return _between(by, span.first, span.last + timedelta(days=1))
    return _between(by, _midnight(span.first, span.zone), _midnight(span.last + timedelta(days=1), span.zone))


def _between(by: Field, start: date, end: date) -> Q:
    name = "on_value" if by.custom else by.column
    return Q(**{f"{name}__gte": start, f"{name}__lt": end})


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def _values(actor: Actor, about: Object, ids: Sequence[Any], fields: Sequence[str]) -> dict[Any, Mapping[str, Any]]:
    wanted = plan(actor, about, ("id", *fields))
    names = wanted.names()
    rows = reading.visible(actor, about).filter(pk__in=ids).annotate(**wanted.expressions).values_list(*names)
    return {values["id"]: values for values in wanted.read(names, list(rows))}
