"""What the deals of a customer are worth."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.schema import registry

ZERO = Decimal(0)


@dataclass(frozen=True)
class Worth:
    """Open, won and lost deals: how many, and the sums in the workspace's currency."""

    open: int
    won: int
    lost: int
    open_value: Decimal
    won_value: Decimal


def worth(*, actor: Actor, field: str, record_id: UUID) -> Worth | None:
    """The deals that refer to a record by `field` and that the actor may read; nothing when there are none."""
    about = registry.of(actor.workspace_id).object("deals")
    if not level(actor, about, Verb.READ):
        return None
    deals = reading.visible(actor, about).filter(**{f"{field}_id": record_id}).order_by()
    counts = {name: Count("pk", filter=Q(outcome=name)) for name in ("open", "won", "lost")}
    sums = {f"{name}_value": _sum(actor, name) for name in ("open", "won")}
    found = Worth(**deals.aggregate(**counts, **sums))
    return found if found.open or found.won or found.lost else None


def _sum(actor: Actor, outcome: str) -> Coalesce:
    return Coalesce(Sum("amount", filter=Q(outcome=outcome, currency=actor.currency)), ZERO)
