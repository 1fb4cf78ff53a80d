"""What the deals of a customer are worth."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import Count, DecimalField, Q, Sum, Value

from plexus.crm.sales.queries.sums import Sums, by_currency
from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.fetching.statements import KEPT, KEY, Statement, compiled, rights_of
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object


@dataclass(frozen=True)
class Worth:
    """Open, won and lost deals: how many, and the sums of each currency; none where amounts are hidden."""

    open: int
    won: int
    lost: int
    open_value: Sums | None
    won_value: Sums | None


def worth(*, actor: Actor, field: str, record_id: UUID) -> Worth | None:
    """The deals that refer to a record by `field` and that the actor may read; nothing when there are none."""
    about = registry.of(actor.workspace_id).object("deals")
    if not level(actor, about, Verb.READ) or not {field, "outcome"} <= readable_fields(actor, about).keys():
        return None
    kept = _kept(_Key((rights_of(actor, about), field), actor, about, field))
    found = _folded(actor, kept.run(record_id), valued=_valued(actor, about)) if kept else None
    return found if found and (found.open or found.won or found.lost) else None


def _folded(actor: Actor, rows: Sequence[Sequence[Any]], *, valued: bool) -> Worth:
    """The rows of the currencies as one."""
    counts = (sum(row[place] for row in rows) for place in (1, 2, 3))
    values = (by_currency(actor, ((row[0], row[place]) for row in rows)) if valued else None for place in (4, 5))
    return Worth(*counts, *values)


def _valued(actor: Actor, about: Object) -> bool:
    return {"amount", "currency"} <= readable_fields(actor, about).keys()


@dataclass(frozen=True)
class _Key:
    """All that the statement depends on, as a key; the rest comes along to make it from."""

    key: Hashable
    actor: Actor = field(compare=False)
    about: Object = field(compare=False)
    reference: str = field(compare=False)


@lru_cache(maxsize=KEPT)
def _kept(key: _Key) -> Statement | None:
    """The statement for any record: a row for each currency; none for whoever may read no deal."""
    deals: Any = reading.visible(key.actor, key.about).filter(**{f"{key.reference}_id": KEY}).order_by()
    counts = {name: Count("pk", filter=Q(outcome=name)) for name in ("open", "won", "lost")}
    sums = {f"{name}_value": _sum(key, name) for name in ("open", "won")}
    grouped = deals.values("currency").annotate(**counts, **sums)
    try:
        return compiled(grouped.values_list("currency", *counts, *sums))
    except EmptyResultSet:
        return None


def _sum(key: _Key, outcome: str) -> Sum | Value:
    if not _valued(key.actor, key.about):
        return Value(None, output_field=DecimalField())
    return Sum("amount", filter=Q(outcome=outcome))
