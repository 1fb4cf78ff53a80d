"""The deals of a pipeline by stage: the first cards of each, counts and sums, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, DecimalField, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from plexus.crm.engagement.models import Task
from plexus.crm.sales.models import Pipeline, Stage
from plexus.crm.sales.queries import visible
from plexus.kernel.access.models import Link
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.plan import plan
from plexus.kernel.schema import registry

CARDS = 30
FIELDS = (
    "id", "name", "account", "stage", "amount", "currency", "probability", "expected_close_on", "owner",
    "stage_entered_on", "version",
)  # fmt: skip
ZERO = Decimal(0)
LARGEST_FIRST = (F("amount").desc(nulls_last=True), F("id").asc())


@dataclass(frozen=True)
class DealCard:
    """A deal on the board: its values, when the next step is due, and how long it stands in its stage."""

    values: Mapping[str, Any]
    next_step_at: datetime | None
    days_in_stage: int | None


@dataclass(frozen=True)
class BoardStage:
    """A stage with its first cards, the number of all its deals, their sum and their sum weighted by probability."""

    stage: Stage
    cards: tuple[DealCard, ...]
    count: int
    total: Decimal
    weighted: Decimal


def pipelines(actor: Actor) -> QuerySet[Pipeline]:
    """The pipelines of the workspace in their order."""
    return Pipeline.objects.filter(workspace_id=actor.workspace_id, deleted_at=None).order_by("position", "created_at")


def pipeline_of(deal_id: UUID) -> Pipeline:
    """The pipeline that a deal takes."""
    return Pipeline.objects.get(deals=deal_id)


def deals_by_stage(*, actor: Actor, pipeline: Pipeline, condition: Q, today: date) -> tuple[BoardStage, ...]:
    """The board of a pipeline for what the actor may read and the condition lets through."""
    stages = list(Stage.objects.filter(pipeline=pipeline, deleted_at=None).order_by("position", "created_at"))
    cards = _cards(actor, stages, condition & Q(pipeline=pipeline), today)
    sums = _sums(actor, condition & Q(pipeline=pipeline))
    nothing = {"count": 0, "total": ZERO, "weighted": ZERO}
    return tuple(
        BoardStage(stage, tuple(cards.get(stage.pk, ())), **(sums.get(stage.pk) or nothing)) for stage in stages
    )


def _sums(actor: Actor, condition: Q) -> dict[UUID, dict[str, Any]]:
    rows = visible.deals(actor).filter(condition).values("stage_id")
    weight = Coalesce(F("amount"), ZERO) * Coalesce(F("probability"), ZERO) / Decimal(100)
    found = rows.annotate(
        count=Count("pk"),
        total=Coalesce(Sum("amount"), ZERO),
        weighted=Coalesce(Sum(weight, output_field=DecimalField(max_digits=24, decimal_places=4)), ZERO),
    )
    named = ("count", "total", "weighted")
    return {row["stage_id"]: {name: cast("dict[str, Any]", row)[name] for name in named} for row in found}


def _cards(actor: Actor, stages: Sequence[Stage], condition: Q, today: date) -> dict[UUID, list[DealCard]]:
    about = registry.of(actor.workspace_id).object("deals")
    wanted = plan(actor, about, FIELDS)
    names = wanted.names()
    rows = visible.deals(actor).filter(condition).annotate(**wanted.expressions)
    lanes = [rows.filter(stage=stage).order_by(*LARGEST_FIRST).values_list(*names)[:CARDS] for stage in stages]
    # Each lane is read from its index as far as it is shown, however many deals lie below.
    fetched = lanes[0].union(*lanes[1:], all=True).order_by("stage_id", *LARGEST_FIRST) if lanes else ()
    deals = [_read(wanted.readers, dict(zip(names, row, strict=True))) for row in fetched]
    steps = next_steps(actor, [deal["id"] for deal in deals])
    found: dict[UUID, list[DealCard]] = {}
    for deal in deals:
        since = deal["stage_entered_on"]
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
