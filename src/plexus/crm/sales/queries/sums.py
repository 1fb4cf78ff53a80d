"""Sums of amounts, each currency for itself: unlike ones are never added up, and none is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from plexus.kernel.identity.actor import Actor

ZERO = Decimal(0)
Sums = Mapping[str, Decimal]
NO_SUMS: Sums = MappingProxyType({})


def together(actor: Actor, sums: Iterable[Sums]) -> Sums:
    """Several sums as one, each currency for itself, the workspace's own first."""
    found: dict[str, Decimal] = {}
    for each in sums:
        for currency, amount in each.items():
            found[currency] = found.get(currency, ZERO) + amount
    return dict(sorted(found.items(), key=lambda one: (one[0] != actor.currency, one[0])))


def by_currency(actor: Actor, rows: Iterable[tuple[str, Decimal | None]]) -> Sums:
    """The sum of each currency in which there are amounts; one without a currency is in the workspace's."""
    return together(actor, ({code or actor.currency: amount} for code, amount in rows if amount is not None))
