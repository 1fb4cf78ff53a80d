"""The figures of sales: won, win rate, cycle, pipeline by stage, owner and month, under the reader's rights.

Amounts are sums in the workspace's currency; deals in other currencies are counted apart, never converted silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db.models import Aggregate, Count, DecimalField, F, FloatField, Func, IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from plexus.crm.sales.models import Deal, Pipeline, Stage
from plexus.crm.sales.queries import visible
from plexus.kernel.identity.actor import Actor

ZERO = Decimal(0)
MOST = 10
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


@dataclass(frozen=True)
class Closed:
    """Deals closed in a span of days: how many won and lost, the value won, the median days from opening to win."""

    won: int
    lost: int
    value: Decimal
    median_days: float | None

    @property
    def win_rate(self) -> float | None:
        """Won among closed; nothing when none was closed."""
        return self.won / (self.won + self.lost) if self.won + self.lost else None


@dataclass(frozen=True)
class Slice:
    """One bar of a chart: what it stands for, how many deals, their value."""

    key: Any
    label: str
    count: int
    value: Decimal


@dataclass(frozen=True)
class Scope:
    """Which deals are meant: of one pipeline, of one person, of a team with those below; nothing means all."""

    pipeline_id: UUID | None = None
    owner_id: UUID | None = None
    team_ids: tuple[UUID, ...] = ()

    def condition(self) -> Q:
        """The same as a condition on deals."""
        found = Q()
        if self.pipeline_id:
            found &= Q(pipeline_id=self.pipeline_id)
        if self.owner_id:
            found &= Q(owner_id=self.owner_id)
        if self.team_ids:
            found &= Q(team_id__in=self.team_ids)
        return found


@dataclass(frozen=True)
class Span:
    """Days from `start` to before `end`, and those that they are compared with."""

    start: date
    end: date
    before: tuple[date, date]


EVERYTHING = Scope()


@dataclass(frozen=True)
class SalesFigures:
    """Everything the sales dashboard shows; `pipeline` is whose stages those are."""

    closed: Closed
    before: Closed
    open: Slice
    weighted: Decimal
    stages: tuple[Slice, ...]
    reached: tuple[Slice, ...]
    owners: tuple[Slice, ...]
    winners: tuple[Slice, ...]
    months: tuple[Slice, ...]
    expected: tuple[Slice, ...]
    products: tuple[Slice, ...]
    other_currencies: int
    without_amount: int
    pipeline: Pipeline | None

    @property
    def says_something(self) -> bool:
        """Whether any deal is in these figures, or beside them."""
        return any((self.closed.won, self.closed.lost, self.open.count, self.other_currencies, self.without_amount))


def sales_figures(*, actor: Actor, span: Span, scope: Scope = EVERYTHING) -> SalesFigures:
    """The figures for what was closed in a span, compared with the days that it names."""
    every = visible.deals(actor).filter(scope.condition())
    deals = every.filter(currency=actor.currency)
    live = deals.filter(outcome="open")
    won = deals.filter(outcome="won", closed_on__gte=span.start, closed_on__lt=span.end)
    stages = _stages(actor, scope.pipeline_id)
    pipeline = stages[0].pipeline if stages else None
    opened = _open(live)
    by_stage = {key: (each.count, each.value) for key, each in opened.items()}
    return SalesFigures(
        closed=closed(deals, span.start, span.end),
        before=closed(deals, *span.before),
        open=Slice(None, "", sum(each.count for each in opened.values()), _sum(each.value for each in opened.values())),
        weighted=_sum(each.weighted for each in opened.values()),
        stages=tuple(_slice(stage.pk, stage.name, by_stage) for stage in stages if stage.outcome == "open"),
        reached=_reached(stages, by_stage, _whole(won.filter(pipeline=pipeline))),
        owners=_named(live, "owner_id", "owner__name"),
        winners=_named(won, "owner_id", "owner__name"),
        months=_by_month(won, "closed_on"),
        expected=_by_month(live.exclude(expected_close_on=None), "expected_close_on"),
        products=_by_product(actor, won),
        other_currencies=every.exclude(currency=actor.currency).exclude(amount=None).count(),
        without_amount=sum(each.without_amount for each in opened.values()),
        pipeline=pipeline,
    )


def _stages(actor: Actor, pipeline_id: UUID | None) -> list[Stage]:
    """The stages of one pipeline, the first unless another is asked for: how far deals come is told of one way only."""
    mine = Stage.objects.filter(workspace_id=actor.workspace_id, deleted_at=None, pipeline__deleted_at=None)
    if pipeline_id:
        mine = mine.filter(pipeline_id=pipeline_id)
    ordered = list(mine.select_related("pipeline").order_by("pipeline__position", "pipeline__created_at", "position"))
    return [stage for stage in ordered if stage.pipeline_id == ordered[0].pipeline_id]


def closed(deals: Rows, start: date, end: date) -> Closed:
    """What was won and lost from `start` to before `end`."""
    won = Q(outcome="won")
    found = deals.filter(closed_on__gte=start, closed_on__lt=end).aggregate(
        won=Count("pk", filter=won),
        lost=Count("pk", filter=Q(outcome="lost")),
        value=Coalesce(Sum("amount", filter=won), ZERO),
        median_days=Median(DaysBetween("closed_on", "opened_on"), filter=won & ~Q(opened_on=None)),
    )
    return Closed(**found)


def _whole(deals: Rows) -> Slice:
    found = deals.aggregate(count=Count("pk"), value=Coalesce(Sum("amount"), ZERO))
    return Slice(None, "", found["count"], found["value"])


@dataclass(frozen=True)
class _Open:
    """The open deals of a stage: how many, their value, that weighted by probability, how many have no amount."""

    count: int
    value: Decimal
    weighted: Decimal
    without_amount: int


def _open(deals: Rows) -> dict[UUID, _Open]:
    """Open deals by stage, read once for all that is told of them."""
    weight = F("amount") * Coalesce(F("probability"), ZERO) / Decimal(100)
    weighted = Sum(weight, output_field=DecimalField(max_digits=24, decimal_places=4))
    rows = deals.values_list("stage_id").annotate(
        count=Count("pk"), value=Coalesce(Sum("amount"), ZERO), weighted=Coalesce(weighted, ZERO),
        without_amount=Count("pk", filter=Q(amount=None)),
    )  # fmt: skip
    return {row[0]: _Open(*row[1:]) for row in cast("Iterable[Any]", rows)}


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, ZERO)


def _slice(key: UUID, label: str, known: dict[UUID, tuple[int, Decimal]]) -> Slice:
    count, value = known.get(key, (0, ZERO))
    return Slice(key, label, count, value)


def _reached(stages: Sequence[Stage], by_stage: dict[UUID, tuple[int, Decimal]], won: Slice) -> tuple[Slice, ...]:
    """How far deals have come: those that stand in a stage or beyond it, and those won, count for the stage."""
    count, value = won.count, won.value
    found = []
    for stage in reversed([stage for stage in stages if stage.outcome == "open"]):
        count += by_stage.get(stage.pk, (0, ZERO))[0]
        value += by_stage.get(stage.pk, (0, ZERO))[1]
        found.append(Slice(stage.pk, stage.name, count, value))
    return tuple(reversed(found))


def _named(deals: Rows, column: str, name: str) -> tuple[Slice, ...]:
    rows = deals.exclude(**{column: None}).values_list(column, name)
    rows = rows.annotate(count=Count("pk"), value=Coalesce(Sum("amount"), ZERO)).order_by("-value", column)
    return tuple(Slice(*row) for row in cast("Iterable[Any]", rows[:MOST]))


def _by_month(deals: Rows, column: str) -> tuple[Slice, ...]:
    rows = deals.annotate(month=TruncMonth(column)).values_list("month")
    rows = rows.annotate(count=Count("pk"), value=Coalesce(Sum("amount"), ZERO)).order_by("month")
    return tuple(Slice(row[0], row[0].strftime("%Y-%m"), *row[1:]) for row in cast("Iterable[Any]", rows))


def _by_product(actor: Actor, won: Rows) -> tuple[Slice, ...]:
    items = visible.line_items(actor).filter(deal__in=won.values("pk"))
    rows = items.values_list("product_id", "product__name")
    rows = rows.annotate(count=Count("pk"), value=Coalesce(Sum("total"), ZERO)).order_by("-value")
    return tuple(Slice(*row) for row in cast("Iterable[Any]", rows[:MOST]))


def span_of_closed(*, actor: Actor, scope: Scope) -> tuple[date, date] | None:
    """The first and last day on which the actor's visible deals were closed; nothing when none was."""
    days = (
        visible.deals(actor)
        .filter(scope.condition())
        .exclude(closed_on=None)
        .order_by("closed_on")
        .values_list("closed_on", flat=True)
    )
    first, last = days.first(), days.last()
    return (first, last) if first and last else None
