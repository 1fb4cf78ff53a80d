"""What relative days mean now, where the actor is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from django.db.models import DateField, DateTimeField, Func, Value

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.clock import today_of, zone_of
from plexus.kernel.query.checked import OnDay
from plexus.kernel.query.tree import Relative
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Instant
from plexus.kernel.values import dates

FIRST, LAST = date(2, 1, 1), date(9998, 12, 31)
DAY, MOMENT = DateField(), DateTimeField()


class Span(NamedTuple):
    """Days or moments from `start` up to, but not including, `end`."""

    start: Any
    end: Any


def resolved(field: Field, operand: Any, *, actor: Actor, now: datetime | None) -> Any:
    """An operand with relative days and bare days made spans of the field's kind; everything else as it is.

    Where no moment is told, relative days are those of the moment at which the statement runs.
    """
    match operand:
        case tuple():
            return tuple(resolved(field, each, actor=actor, now=now) for each in operand)
        case Relative(word) if now is None:
            return _running(field, actor, word)
        case Relative(word) if now is not None:
            return _span(field, actor, dates.relative(word, today=today_of(actor, now)))
        case OnDay(day):
            return _span(field, actor, dates.DateRange(day, day.fromordinal(day.toordinal() + 1)))
        case _:
            return operand


def _span(field: Field, actor: Actor, days: dates.DateRange) -> Span:
    start, end = max(days.start, FIRST), min(days.end, LAST)
    if not isinstance(field.type, Instant):
        return Span(start, end)
    return Span(_midnight(start, actor), _midnight(end, actor))


def _running(field: Field, actor: Actor, word: str) -> Span:
    """The span of a relative word as SQL."""
    unit, *which = dates.offsets(word)
    zone = Value(str(zone_of(actor.time_zone)))
    days = (Func(Value(unit), Value(each), zone, function="query_day", output_field=DAY) for each in which)
    if not isinstance(field.type, Instant):
        return Span(*days)
    return Span(*(Func(each, zone, function="query_midnight", output_field=MOMENT) for each in days))


def _midnight(day: date, actor: Actor) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone_of(actor.time_zone)).astimezone(UTC)
