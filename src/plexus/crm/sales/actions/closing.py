"""Winning, losing and reopening deals: each goes into the stage of its own pipeline that means so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from plexus.crm.sales.actions.moving import deals
from plexus.crm.sales.actions.refusals import AlreadyOpen, NoSuchStage, ReasonNeeded
from plexus.crm.sales.models import Deal, LostReason, Stage
from plexus.crm.sales.models.outcome import Outcome
from plexus.kernel.actions import action, many, param
from plexus.kernel.actions.action import Params
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.queries import changes
from plexus.kernel.records import bulk, changing
from plexus.kernel.records.bulk import BulkResult
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.schema.object import Object

CLOSED_ON = param("closed_on", "date", _("Closed"))
STAGE = param("stage", "reference", _("Stage"), target="stages")


def _loss(actor: Actor, about: Object) -> Params:
    required = _has_reasons(actor.workspace_id)
    return param("lost_reason", "reference", _("Lost reason"), target="lost-reasons", required=required), CLOSED_ON


@action("win", on="deals", label=_("Win"), params=(CLOSED_ON,), writes=("stage",), icon="trophy", tone="good")
def win_deal(*, actor: Actor, record_id: UUID, now: datetime, closed_on: date | None = None) -> Deal:
    """Put a deal into its pipeline's first stage that means won; raises `NoSuchStage`."""
    return _close(actor, record_id, now, "deals.win", _closer(Outcome.WON, closed_on))


@many("win", on="deals")
def win_deals(*, actor: Actor, rows: Rows, now: datetime, closed_on: date | None = None) -> BulkResult:
    """Win many deals, each in its own pipeline."""
    return _close_many(actor, rows, now, "deals.win", _closer(Outcome.WON, closed_on))


@action("lose", on="deals", label=_("Lose"), params=_loss, writes=("stage", "lost_reason"), icon="circle-x", tone="bad")
def lose_deal(
    *, actor: Actor, record_id: UUID, now: datetime, lost_reason: UUID | None = None, closed_on: date | None = None
) -> Deal:
    """Put a deal into its pipeline's first stage that means lost; raises `ReasonNeeded` or `NoSuchStage`."""
    _need_reason(actor, lost_reason)
    return _close(actor, record_id, now, "deals.lose", _closer(Outcome.LOST, closed_on, lost_reason))


@many("lose", on="deals")
def lose_deals(
    *, actor: Actor, rows: Rows, now: datetime, lost_reason: UUID | None = None, closed_on: date | None = None
) -> BulkResult:
    """Lose many deals for one reason, each in its own pipeline."""
    _need_reason(actor, lost_reason)
    return _close_many(actor, rows, now, "deals.lose", _closer(Outcome.LOST, closed_on, lost_reason))


@action("reopen", on="deals", label=_("Reopen"), params=(STAGE,), writes=("stage",), icon="rotate-ccw")
def reopen_deal(*, actor: Actor, record_id: UUID, now: datetime, stage: UUID | None = None) -> Deal:
    """Put a closed deal back into a stage, by default the open one where it stood last; raises `AlreadyOpen`."""

    def reopen(deal: Deal) -> None:
        if deal.outcome == Outcome.OPEN:
            raise AlreadyOpen
        deal.stage_id = stage or _last_open_stage(deal) or _stage(deal, Outcome.OPEN)

    return _close(actor, record_id, now, "deals.reopen", reopen)


def _close(actor: Actor, record_id: UUID, now: datetime, name: str, change: Callable[[Deal], Any]) -> Deal:
    with changing.changing(actor=actor, about=deals(actor), record_id=record_id, now=now, action=name) as deal:
        change(deal)
    closed: Deal = deal
    return closed


def _close_many(actor: Actor, rows: Rows, now: datetime, name: str, change: Callable[[Any], Any]) -> BulkResult:
    return bulk.alter_many(actor=actor, about=deals(actor), rows=rows, alter=change, now=now, action=name)


def _closer(outcome: Outcome, closed_on: date | None, lost_reason: UUID | None = None) -> Callable[[Deal], None]:
    """What closing does to one deal; the stages of each pipeline are looked up once."""
    stages: dict[UUID, UUID] = {}

    def close(deal: Deal) -> None:
        if deal.pipeline_id not in stages:
            stages[deal.pipeline_id] = _stage(deal, outcome)
        if deal.outcome != outcome:
            deal.stage_id = stages[deal.pipeline_id]
            deal.closed_on = None
        deal.closed_on = closed_on or deal.closed_on
        deal.lost_reason_id = lost_reason

    return close


def _stage(deal: Deal, outcome: Outcome) -> UUID:
    stages = Stage.objects.filter(pipeline_id=deal.pipeline_id, outcome=outcome, deleted_at=None)
    found = stages.order_by("position", "pk").values_list("pk", flat=True).first()
    if found is None:
        raise NoSuchStage
    return found


def _last_open_stage(deal: Deal) -> UUID | None:
    stood = [UUID(each.was["stage_id"]) for each in changes.of_column(deal.workspace_id, [deal.pk], "stage_id")]
    open_stages = Stage.objects.filter(pk__in=stood, outcome=Outcome.OPEN, deleted_at=None)
    still = set(open_stages.values_list("pk", flat=True))
    return next((each for each in reversed(stood) if each in still), None)


def _need_reason(actor: Actor, lost_reason: UUID | None) -> None:
    if lost_reason is None and _has_reasons(actor.workspace_id):
        raise ReasonNeeded


def _has_reasons(workspace_id: UUID) -> bool:
    return LostReason.objects.filter(workspace_id=workspace_id, deleted_at=None).exists()
