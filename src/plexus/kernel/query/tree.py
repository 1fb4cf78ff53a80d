"""A filter as a tree: what was asked, before anybody knows of which object. Plain data, no framework in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Op(StrEnum):
    """The operators of the filter language."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    IN = "in"
    NOT_IN = "not_in"
    BETWEEN = "between"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    STARTS_WITH = "starts_with"
    EMPTY = "empty"
    NOT_EMPTY = "not_empty"


# Each of these holds exactly where the other does not: empty values fulfil `ne`, `not_in` and `not_contains`.
OPPOSITE = {
    Op.NE: Op.EQ,
    Op.NOT_IN: Op.IN,
    Op.NOT_CONTAINS: Op.CONTAINS,
    Op.EMPTY: Op.NOT_EMPTY,
}
NEGATED = OPPOSITE | {positive: negative for negative, positive in OPPOSITE.items()}
WITHOUT_VALUE = frozenset({Op.EMPTY, Op.NOT_EMPTY})
WITH_LIST = frozenset({Op.IN, Op.NOT_IN})
AMONG_NUMBERS = frozenset({Op.EQ, Op.NE, Op.LT, Op.LTE, Op.GT, Op.GTE, Op.IN, Op.NOT_IN, Op.BETWEEN})


@dataclass(frozen=True, slots=True)
class Relative:
    """A range of days told from today: `next_7_days`."""

    word: str


@dataclass(frozen=True, slots=True)
class Me:
    """The person who asks."""


@dataclass(frozen=True, slots=True)
class MyTeam:
    """The team of the person who asks and those below it; of people, whoever belongs to one of them."""


@dataclass(frozen=True, slots=True)
class Compare:
    """A field, reached through references where the path is longer than one, compared with a value.

    `value` is JSON or words; a tuple for `in`, `not_in` and `between`; None where the operator takes none.
    """

    path: tuple[str, ...]
    op: Op
    value: Any = None


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts, everything."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; without parts, nothing."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class Some:
    """There are related records, or there are none."""

    wanted: bool = True


class Function(StrEnum):
    """What a figure over related records can be."""

    COUNT = "count"
    SUM = "sum"
    AVERAGE = "avg"
    LEAST = "min"
    GREATEST = "max"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure over related records compared with a value; `field` is empty for the count."""

    function: Function
    field: str
    op: Op
    value: Any


@dataclass(frozen=True, slots=True)
class Related:
    """A list of related records, reached through references, of which those that fulfil `where` are tested."""

    path: tuple[str, ...]
    where: Node
    test: Some | Figure


Node = Compare | All | AnyOf | Not | Related
EVERYTHING = All()
