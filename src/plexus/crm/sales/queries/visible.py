"""Deals and line items that an actor may read, as what they are."""

from __future__ import annotations

from typing import cast

from django.db.models import QuerySet

from plexus.crm.sales.models import Deal, DealLineItem
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.schema import registry


def deals(actor: Actor) -> QuerySet[Deal]:
    """The deals that an actor may read, unordered."""
    about = registry.of(actor.workspace_id).object("deals")
    return cast("QuerySet[Deal]", reading.visible(actor, about)).order_by()


def line_items(actor: Actor) -> QuerySet[DealLineItem]:
    """The line items that an actor may read, unordered."""
    about = registry.of(actor.workspace_id).object("deal-line-items")
    return cast("QuerySet[DealLineItem]", reading.visible(actor, about)).order_by()
