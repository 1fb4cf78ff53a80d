"""Fields whose values are reckoned out of others: what such a field reads and is as SQL. How, its makers above say."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn

from django.db import models
from django.db.models import Func
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from plexus.kernel.identity.actor import Actor

FORMULA, ROLL_UP, COMPLETENESS = "formula", "rollup", "completeness"
# Those that an administrator makes fields of.
WAYS = frozenset({FORMULA, ROLL_UP})
# Formulas over formulas over formulas, and the subqueries that one value may ask for.
DEPTH, WEIGHT = 5, 20


class Read(NamedTuple):
    """A field that a reckoned one depends on, of whichever object."""

    about: Any
    name: str


@dataclass(frozen=True, eq=False)
class Reckoning(ABC):
    """How the value of a field is reckoned.

    `reads` are all fields that it depends on, those of other reckoned fields included: who may not read one of them
    has no such field. `depth` counts reckoned fields that read reckoned fields, `weight` the subqueries of one value.
    """

    way: str
    reads: frozenset[Read]
    depth: int
    weight: int
    money: bool = field(default=False, kw_only=True)
    # Whether a record in memory suffices, without a question to the database.
    in_memory: bool = field(default=False, kw_only=True)

    @abstractmethod
    def whole(self, actor: Actor) -> Combinable:
        """The value in a query over the object's rows, under the actor's rights; of money, amount and currency."""

    def compared(self, actor: Actor) -> Combinable:
        """What filters compare and lists sort by: of money the amount."""
        return AmountOf(self.whole(actor)) if self.money else self.whole(actor)

    def currency_of(self, actor: Actor) -> Combinable:
        """The currency in which the amount stands."""
        return CurrencyOf(self.whole(actor))

    def fetched(self, actor: Actor) -> Combinable:
        """What a list fetches, for the field's type to read."""
        return Cast(self.whole(actor), models.TextField()) if self.money else self.whole(actor)


class AmountOf(Func):
    """The amount of money that bears its currency."""

    template = "(%(expressions)s).amount"
    output_field = models.DecimalField(max_digits=40, decimal_places=10)


class CurrencyOf(Func):
    """The currency of money that bears one."""

    template = "(%(expressions)s).currency"
    output_field = models.TextField()


@dataclass(frozen=True, eq=False)
class Pending(Reckoning):
    """A field whose definition was read, and that is reckoned as soon as all fields are known."""

    options: Mapping[str, Any] = field(default_factory=dict, kw_only=True)

    def whole(self, actor: Actor) -> NoReturn:
        """Nothing asks for it before that."""
        raise NotImplementedError


def pending(way: str, options: Mapping[str, Any]) -> Pending:
    """What a definition says of a field that is to be reckoned."""
    return Pending(way, frozenset(), 0, 0, options=options)


def reads_of(about: Any, one: Any) -> frozenset[Read]:
    """A field with all that it depends on itself."""
    own = frozenset({Read(about, one.name)})
    return own | one.reckoning.reads if one.reckoning else own


def depth_over(fields: Any) -> int:
    """How deep a field is that reads these."""
    return 1 + max((each.reckoning.depth for each in fields if each.reckoning), default=0)


def weight_of(one: Any) -> int:
    """How many subqueries a field's value asks for."""
    return one.reckoning.weight if one.reckoning else 0
