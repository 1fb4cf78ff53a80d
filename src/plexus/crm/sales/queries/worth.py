"""What the deals of a customer are worth."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import Count, DecimalField, Q, Sum, Value
from django.db.models.functions import Coalesce

from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.fetching.statements import KEPT, KEY, Statement, compiled, rights_of
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

ZERO = Decimal(0)


@dataclass(frozen=True)
class Worth:
    """Open, won and lost deals: how many, and the sums in the workspace's currency; none where amounts are hidden."""

    open: int
    won: int
    lost: int
    open_value: Decimal | None
    won_value: Decimal | None


def worth(*, actor: Actor, field: str, record_id: UUID) -> Worth | None:
    """The deals that refer to a record by `field` and that the actor may read; nothing when there are none."""
    about = registry.of(actor.workspace_id).object("deals")
    if not level(actor, about, Verb.READ) or not {field, "outcome"} <= readable_fields(actor, about).keys():
        return None
    kept = _kept(_Key((rights_of(actor, about), actor.currency, field), actor, about, field))
    found = [Worth(*row) for row in kept.run(record_id)] if kept else []
    return found[0] if found and (found[0].open or found[0].won or found[0].lost) else None


@dataclass(frozen=True)
class _Key:
    """All that the statement depends on, as a key; the rest comes along to make it from."""

    key: Hashable
    actor: Actor = field(compare=False)
    about: Object = field(compare=False)
    reference: str = field(compare=False)


@lru_cache(maxsize=KEPT)
def _kept(key: _Key) -> Statement | None:
    """The statement for any record; none for whoever may read no deal. No deal gives no row."""
    deals = reading.visible(key.actor, key.about).filter(**{f"{key.reference}_id": KEY}).order_by()
    counts = {name: Count("pk", filter=Q(outcome=name)) for name in ("open", "won", "lost")}
    sums = {f"{name}_value": _sum(key, name) for name in ("open", "won")}
    grouped = deals.annotate(all=Value(1)).values("all").annotate(**counts, **sums)
    try:
        return compiled(grouped.values_list(*counts, *sums))
    except EmptyResultSet:
        return None


def _sum(key: _Key, outcome: str) -> Coalesce | Value:
    if not {"amount", "currency"} <= readable_fields(key.actor, key.about).keys():
        return Value(None, output_field=DecimalField())
    return Coalesce(Sum("amount", filter=Q(outcome=outcome, currency=key.actor.currency)), ZERO)
