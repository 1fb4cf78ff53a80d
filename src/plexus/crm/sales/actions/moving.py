"""Moving deals from stage to stage; the stage decides what else becomes of the deal."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from plexus.crm.sales.models import Deal
from plexus.kernel.actions import action, many, param
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import bulk, changing
from plexus.kernel.records.bulk import BulkResult
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

STAGE = param("stage", "reference", _("Stage"), required=True, target="stages")


def deals(actor: Actor) -> Object:
    """The object in the actor's workspace."""
    return registry.of(actor.workspace_id).of_model(Deal)


@action("move", on="deals", label=_("Move to stage"), params=(STAGE,), writes=("stage",), icon="arrow-right")
def move_deal(*, actor: Actor, record_id: UUID, now: datetime, stage: UUID) -> Deal:
    """Put a deal into a stage."""
    row = changing.update(
        actor=actor, about=deals(actor), record_id=record_id, values={"stage": stage}, now=now, action="deals.move"
    )
    assert isinstance(row, Deal)  # noqa: S101 (narrows the type for callers)
    return row


@many("move", on="deals")
def move_deals(*, actor: Actor, rows: Rows, now: datetime, stage: UUID) -> BulkResult:
    """Put many deals into a stage."""
    return bulk.change_many(
        actor=actor, about=deals(actor), rows=rows, values={"stage": stage}, now=now, action="deals.move"
    )
