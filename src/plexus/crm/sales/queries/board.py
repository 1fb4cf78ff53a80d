"""The deals of a pipeline by stage: the first cards of each, counts and sums, in a fixed number of statements.

The cards of a lane are read from its index as far as they are shown; of sums every deal is read. So where there are
very many the cards stand at once, and the sums are asked for after them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import F, Min, Q, QuerySet

from plexus.crm.engagement.models import Task
from plexus.crm.sales.models import Pipeline, Stage
from plexus.crm.sales.queries import visible
from plexus.crm.sales.queries.sums import NO_SUMS, Sums, by_currency
from plexus.kernel.access.models import Link
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.fetching.plan import plan
from plexus.kernel.records.fetching.statements import compiled
from plexus.kernel.schema import registry

CARDS = 30
# So many deals are summed up in a few milliseconds, before a page is shown.
AT_ONCE = 10_000
FIELDS = (
    "id", "name", "account", "stage", "amount", "currency", "probability", "expected_close_on", "owner",
    "stage_entered_on", "version",
)  # fmt: skip
ZERO = Decimal(0)
SUMS = """SELECT stage_id, currency, count(*), sum(amount), sum(amount * coalesce(probability, 0)) / 100
FROM ({rows}) deal (stage_id, currency, amount, probability) GROUP BY stage_id, currency"""
COUNTS = """SELECT stage_id, currency, count(*), NULL, NULL
FROM ({rows}) deal (stage_id, currency) GROUP BY stage_id, currency"""
LARGEST_FIRST = (F("amount").desc(nulls_last=True), F("id").asc())


@dataclass(frozen=True)
class DealCard:
    """A deal on the board: its values, when the next step is due, and how long it stands in its stage."""

    values: Mapping[str, Any]
    next_step_at: datetime | None
    days_in_stage: int | None


@dataclass(frozen=True)
class LaneSums:
    """How many deals are in a stage, their sums and those weighted by probability.

    A sum is told for each currency in which there are amounts, the workspace's own first; nothing is converted.
    """

    count: int = 0
    totals: Sums = field(default_factory=dict)
    weighted: Sums = field(default_factory=dict)


@dataclass(frozen=True)
class BoardStage:
    """A stage with its first cards and its sums, unless these are still to be asked for."""

    stage: Stage
    cards: tuple[DealCard, ...] = ()
    sums: LaneSums = LaneSums()
    is_summed: bool = True


def pipelines(actor: Actor) -> QuerySet[Pipeline]:
    """The pipelines of the workspace in their order."""
    return Pipeline.objects.filter(workspace_id=actor.workspace_id, deleted_at=None).order_by("position", "created_at")


def deals_by_stage(*, actor: Actor, pipeline: Pipeline, condition: Q, today: date) -> tuple[BoardStage, ...]:
    """The board of a pipeline for what the actor may read and the condition lets through.

    Without sums where more than `AT_ONCE` deals would have to be read for them.
    """
    stages, inside = _stages(pipeline), condition & Q(pipeline=pipeline)
    cards = _cards(actor, stages, inside, today)
    sums = _sums(actor, inside, _known(actor), most=AT_ONCE)
    if sum(each.count for each in sums.values()) > AT_ONCE:
        return tuple(BoardStage(stage, tuple(cards.get(stage.pk, ())), is_summed=False) for stage in stages)
    return tuple(BoardStage(stage, tuple(cards.get(stage.pk, ())), sums.get(stage.pk, LaneSums())) for stage in stages)


def sums_by_stage(*, actor: Actor, pipeline: Pipeline, condition: Q) -> tuple[BoardStage, ...]:
    """The same stages without cards, and with all their sums."""
    sums = _sums(actor, condition & Q(pipeline=pipeline), _known(actor))
    return tuple(BoardStage(stage, sums=sums.get(stage.pk, LaneSums())) for stage in _stages(pipeline))


def _stages(pipeline: Pipeline) -> list[Stage]:
    return list(Stage.objects.filter(pipeline=pipeline, deleted_at=None).order_by("position", "created_at", "pk"))


def _known(actor: Actor) -> frozenset[str]:
    """The fields of deals that the actor may read; of others there is no sum, and no order by them."""
    return frozenset(readable_fields(actor, registry.of(actor.workspace_id).object("deals")))


def _sums(actor: Actor, condition: Q, known: frozenset[str], most: int | None = None) -> dict[UUID, LaneSums]:
    """The number and the sums of each stage, in one statement; of no more deals than one above `most`."""
    rows = visible.deals(actor).filter(condition)
    named = ("amount" in known, {"amount", "probability"} <= known)
    told = rows.values_list("stage_id", "currency", *(("amount", "probability") if named[0] else ()))
    try:
        statement = compiled(told[: most + 1] if most is not None else told)
    except EmptyResultSet:
        return {}
    found = replace(statement, sql=(SUMS if named[0] else COUNTS).format(rows=statement.sql), converters=()).run()
    stages: dict[UUID, list[Sequence[Any]]] = {}
    for row in found:
        stages.setdefault(row[0], []).append(row)
    return {key: _of_stage(actor, parts, named) for key, parts in stages.items()}


def _of_stage(actor: Actor, parts: Sequence[Sequence[Any]], named: Sequence[bool]) -> LaneSums:
    totals, weighted = (
        by_currency(actor, ((part[1], part[place]) for part in parts)) if is_named else NO_SUMS
        for place, is_named in zip((3, 4), named, strict=True)
    )
    return LaneSums(sum(part[2] for part in parts), totals, weighted)


def _cards(actor: Actor, stages: Sequence[Stage], condition: Q, today: date) -> dict[UUID, list[DealCard]]:
    about = registry.of(actor.workspace_id).object("deals")
    known = _known(actor)
    # Whoever may not know the stage of a deal has no board; what else is hidden is not on its cards.
    wanted = plan(actor, about, [name for name in FIELDS if name in known or name == "stage"])
    names, order = wanted.names(), LARGEST_FIRST if "amount" in known else LARGEST_FIRST[1:]
    rows = visible.deals(actor).filter(condition).annotate(**wanted.expressions)
    lanes = [rows.filter(stage=stage).order_by(*order).values_list(*names)[:CARDS] for stage in stages]
    # Each lane is read from its index as far as it is shown, however many deals lie below.
    fetched = lanes[0].union(*lanes[1:], all=True).order_by("stage_id", *order) if lanes else ()
    deals = [_read(wanted.readers, dict(zip(names, row, strict=True))) for row in fetched]
    steps = next_steps(actor, [deal["id"] for deal in deals])
    found: dict[UUID, list[DealCard]] = {}
    for deal in deals:
        since = deal.get("stage_entered_on")
        card = DealCard(deal, steps.get(deal["id"]), (today - since).days if since else None)
        found.setdefault(deal["stage"]["id"], []).append(card)
    return found


def _read(readers: Iterable[Any], row: Mapping[str, Any]) -> dict[str, Any]:
    return {reader.path: reader.read(row) for reader in readers}


def next_steps(actor: Actor, deal_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When the earliest open task about each deal is due; deals without a next step are absent."""
    open_tasks = Task.objects.filter(workspace_id=actor.workspace_id, deleted_at=None, done_at=None)
    links = Link.objects.filter(
        workspace_id=actor.workspace_id,
        target_id__in=deal_ids,
        source_object="tasks",
        source_id__in=open_tasks.values("pk"),
    )
    return dict(links.values_list("target_id").annotate(Min("at")))
