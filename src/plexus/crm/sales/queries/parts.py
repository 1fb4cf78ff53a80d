"""Deals in groups as fine as any chart asks, for charts to add up: the open ones, and those closed in two spans.

Each is one statement, and its rows are read out of an index that holds all that is told of them (`deal_open`,
`deal_by_closed_on`): that is far less than the deals themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, cast
from uuid import UUID

from django.db.models import (
    Aggregate,
    BooleanField,
    Count,
    DateField,
    DecimalField,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from plexus.crm.sales.models import Deal

ZERO = Decimal(0)
Rows = QuerySet[Deal]


class Median(Aggregate):
    """The median: PostgreSQL's percentile_cont(0.5), which interpolates between the two middle values."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


class DaysBetween(Func):
    """The number of days from the second day to the first."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


class FirstOfMonth(Func):
    """The first day of a day's month; a day is in no time zone, and none is asked for each row."""

    template = "date_trunc('month', (%(expressions)s)::timestamp)::date"
    output_field = DateField()


@dataclass(frozen=True)
class Span:
    """Days from `start` to before `end`, and those that they are compared with."""

    start: date
    end: date
    before: tuple[date, date]

    @property
    def now(self) -> tuple[date, date]:
        """Its first day, and the one after its last."""
        return self.start, self.end


class Part(Protocol):
    """A group of deals: how many, and their value."""

    @property
    def count(self) -> int: ...
    @property
    def value(self) -> Decimal: ...


@dataclass(frozen=True)
class Open:
    """Open deals of a stage, an owner and an expected month; their value weighted by probability, and without any."""

    stage_id: UUID
    owner_id: UUID | None
    month: date | None
    count: int
    value: Decimal
    weighted: Decimal
    without_amount: int


@dataclass(frozen=True)
class Ended:
    """Deals that were closed in the span, or in the one before it, with one outcome, pipeline, owner and month."""

    is_now: bool
    outcome: str
    pipeline_id: UUID
    owner_id: UUID | None
    month: date
    count: int
    value: Decimal


def _figures(valued: bool) -> dict[str, Any]:
    """How many, and their value; without it where nobody may know."""
    return {"count": Count("pk"), "value": Coalesce(Sum("amount"), ZERO) if valued else Value(ZERO)}


def opened(deals: Rows, *, valued: bool) -> list[Open]:
    """The open deals; without `valued` they are counted alone."""
    weight = F("amount") * Coalesce(F("probability"), ZERO)
    weighted = Sum(weight, output_field=DecimalField(max_digits=24, decimal_places=4))
    rows = deals.filter(outcome="open").annotate(month=FirstOfMonth("expected_close_on"))
    grouped = rows.values_list("stage_id", "owner_id", "month").annotate(
        **_figures(valued),
        weighted=Coalesce(weighted, ZERO) / Decimal(100) if valued else Value(ZERO),
        without_amount=Count("pk", filter=Q(amount=None)) if valued else Value(0),
    )
    return [Open(*row) for row in cast("Iterable[Any]", grouped)]


def ended(deals: Rows, span: Span, *, valued: bool) -> list[Ended]:
    """The deals that were closed in the span and in the one before it; without `valued` they are counted alone."""
    rows = _of_both(deals, span).annotate(month=FirstOfMonth("closed_on"))
    grouped = rows.values_list("is_now", "outcome", "pipeline_id", "owner_id", "month").annotate(**_figures(valued))
    return [Ended(*row) for row in cast("Iterable[Any]", grouped)]


def medians(deals: Rows, span: Span) -> dict[bool, float]:
    """The median days from opening to win, of the span and of the one before it."""
    rows = _of_both(deals, span).filter(outcome="won", opened_on__isnull=False)
    return dict(rows.values_list("is_now").annotate(days=Median(DaysBetween("closed_on", "opened_on"))))


def _of_both(deals: Rows, span: Span) -> QuerySet[Any, Any]:
    """The deals closed in a span or in the one before it: one stretch of days by index, without what lies between."""
    days = (*span.now, *span.before)
    rows = deals.filter(within(min(days), max(days))).filter(within(*span.now) | within(*span.before))
    return rows.annotate(is_now=ExpressionWrapper(Q(closed_on__gte=span.start), BooleanField()))


def within(start: date, end: date) -> Q:
    """That a deal was closed from a day on, and before another."""
    return Q(closed_on__gte=start, closed_on__lt=end)


def unlike(currency: str) -> Q:
    """Another currency, as two stretches of an index."""
    return Q(currency__lt=currency) | Q(currency__gt=currency)
