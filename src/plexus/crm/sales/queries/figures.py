"""The figures of sales: won, win rate, cycle, pipeline by stage, owner and month, under the reader's rights.

Amounts are sums in the workspace's currency; deals in other currencies are counted apart, never converted silently.
Open deals are read once and closed ones once, for all charts together. A figure that tells of a field which is hidden
from the reader is not there; where amounts are hidden, deals are counted and not summed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, Q, Sum, Value
from django.db.models.functions import Coalesce

from plexus.crm.sales.models import Pipeline, Stage
from plexus.crm.sales.queries import parts, visible
from plexus.crm.sales.queries.parts import Part, Rows, Span, within
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.schema import registry

__all__ = ["EVERYTHING", "Closed", "SalesFigures", "Scope", "Slice", "Span", "sales_figures", "span_of_closed"]
ZERO = Decimal(0)
MOST = 10
Totals = dict[Any, tuple[int, Decimal]]
# The fields of deals that each figure tells of.
VALUES = "values"
CHARTS = {"stages", "reached", "owners", "winners", "months", "expected", "products"}
TELLS = {
    VALUES: {"amount", "currency"},
    "open": {"outcome"},
    "weighted": {"outcome", "amount", "currency", "probability"},
    "closed": {"outcome", "closed_on"},
    "cycle": {"outcome", "closed_on", "opened_on"},
    "stages": {"outcome", "stage"},
    "reached": {"outcome", "closed_on", "stage"},
    "owners": {"outcome", "owner"},
    "winners": {"outcome", "closed_on", "owner"},
    "months": {"outcome", "closed_on"},
    "expected": {"outcome", "expected_close_on"},
    "products": {"outcome", "closed_on"},
}


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


EVERYTHING = Scope()


@dataclass(frozen=True)
class SalesFigures:
    """Everything the sales dashboard shows; `pipeline` is whose stages those are.

    `told` names the figures, of those in `TELLS`, whose fields the reader knows; the others are nothing.
    """

    told: frozenset[str]
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
    told = _told(actor)
    every = visible.deals(actor).filter(scope.condition())
    valued = VALUES in told
    deals = every.filter(currency=actor.currency) if valued else every
    stages = _stages(actor, scope.pipeline_id)
    pipeline = stages[0].pipeline if stages else None
    opened = parts.opened(deals, valued=valued) if "open" in told else []
    ended = parts.ended(deals, span, valued=valued) if "closed" in told else []
    medians = parts.medians(deals, span) if "cycle" in told else {}
    won = [each for each in ended if each.is_now and each.outcome == "won"]
    by_stage = _by(opened, lambda each: each.stage_id)
    of_pipeline = [each for each in won if pipeline and each.pipeline_id == pipeline.pk]
    owners, winners = (_largest(_by(each, lambda one: one.owner_id)) for each in (opened, won))
    names = _names(actor, (*owners, *winners))
    found = SalesFigures(
        told=told,
        closed=_closed(ended, medians, is_now=True),
        before=_closed(ended, medians, is_now=False),
        open=_together(opened),
        weighted=_sum(each.weighted for each in opened) if "weighted" in told else ZERO,
        stages=tuple(_slice(stage.pk, stage.name, by_stage) for stage in stages if stage.outcome == "open"),
        reached=_reached(stages, by_stage, _together(of_pipeline)),
        owners=tuple(_slice(key, names.get(key, ""), owners) for key in owners),
        winners=tuple(_slice(key, names.get(key, ""), winners) for key in winners),
        months=_months(_by(won, lambda each: each.month)),
        expected=_months(_by(opened, lambda each: each.month)),
        products=_by_product(actor, deals.filter(within(*span.now), outcome="won"), told),
        other_currencies=every.filter(parts.unlike(actor.currency), amount__isnull=False).count() if valued else 0,
        without_amount=sum(each.without_amount for each in opened),
        pipeline=pipeline,
    )
    untold: dict[str, Any] = dict.fromkeys(CHARTS - told, ())
    return replace(found, **untold)


def _told(actor: Actor) -> frozenset[str]:
    """The figures of whose fields none is hidden from the actor; those of products are told by line items besides."""
    schema = registry.of(actor.workspace_id)
    known = readable_fields(actor, schema.object("deals")).keys()
    told = {name for name, fields in TELLS.items() if fields <= known}
    items = {"deal", "product"} | ({"total"} if VALUES in told else set())
    if not items <= readable_fields(actor, schema.object("deal-line-items")).keys():
        told.discard("products")
    return frozenset(told)


def _stages(actor: Actor, pipeline_id: UUID | None) -> list[Stage]:
    """The stages of one pipeline, the first unless another is asked for: how far deals come is told of one way only."""
    mine = Stage.objects.filter(workspace_id=actor.workspace_id, deleted_at=None, pipeline__deleted_at=None)
    if pipeline_id:
        mine = mine.filter(pipeline_id=pipeline_id)
    ordered = list(
        mine.select_related("pipeline").order_by("pipeline__position", "pipeline__created_at", "position", "pk")
    )
    return [stage for stage in ordered if stage.pipeline_id == ordered[0].pipeline_id]


def _closed(ended: Iterable[parts.Ended], medians: dict[bool, float], *, is_now: bool) -> Closed:
    mine = [each for each in ended if each.is_now is is_now]
    won, lost = (_together([each for each in mine if each.outcome == outcome]) for outcome in ("won", "lost"))
    return Closed(won.count, lost.count, won.value, medians.get(is_now))


def _by(groups: Iterable[Any], key: Callable[[Any], Any]) -> Totals:
    """How many and what value by some key; what has none is in no group."""
    found: defaultdict[Any, list[Part]] = defaultdict(list)
    for each in groups:
        if (mine := key(each)) is not None:
            found[mine].append(each)
    wholes = {mine: _together(each) for mine, each in found.items()}
    return {mine: (whole.count, whole.value) for mine, whole in wholes.items()}


def _together(groups: Sequence[Part]) -> Slice:
    return Slice(None, "", sum(each.count for each in groups), _sum(each.value for each in groups))


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, ZERO)


def _largest(totals: Totals) -> Totals:
    """Those with the largest values; where there are none, those with the most deals."""
    return dict(sorted(totals.items(), key=lambda one: (-one[1][1], -one[1][0], one[0]))[:MOST])


def _names(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Person.objects.filter(workspace_id=actor.workspace_id, pk__in=set(ids)).values_list("pk", "name"))


def _months(totals: Totals) -> tuple[Slice, ...]:
    return tuple(Slice(month, f"{month:%Y-%m}", *totals[month]) for month in sorted(totals))


def _slice(key: UUID, label: str, known: Totals) -> Slice:
    count, value = known.get(key, (0, ZERO))
    return Slice(key, label, count, value)


def _reached(stages: Sequence[Stage], by_stage: Totals, won: Slice) -> tuple[Slice, ...]:
    """How far deals have come: those that stand in a stage or beyond it, and those won, count for the stage."""
    count, value = won.count, won.value
    found = []
    for stage in reversed([stage for stage in stages if stage.outcome == "open"]):
        count += by_stage.get(stage.pk, (0, ZERO))[0]
        value += by_stage.get(stage.pk, (0, ZERO))[1]
        found.append(Slice(stage.pk, stage.name, count, value))
    return tuple(reversed(found))


def _by_product(actor: Actor, won: Rows, told: frozenset[str]) -> tuple[Slice, ...]:
    if "products" not in told:
        return ()
    items = visible.line_items(actor).filter(deal__in=won.values("pk"))
    rows = items.values_list("product_id", "product__name")
    value = Coalesce(Sum("total"), ZERO) if VALUES in told else Value(ZERO)
    rows = rows.annotate(count=Count("pk"), value=value).order_by("-value", "-count")
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
