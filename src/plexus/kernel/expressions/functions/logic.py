"""Conditions: and, or, not, if, comparisons, what is empty and what stands in its place.

As in filters, a comparison with an empty value does not hold, so its opposite does.
"""

from __future__ import annotations

from typing import Any

from plexus.kernel.expressions.functions.function import NEVER_EMPTY, define
from plexus.kernel.expressions.kinds import Kind

SAME = (Kind.TEXT, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.MOMENT, Kind.REFERENCE)
ORDERED = (Kind.NUMBER, Kind.DATE, Kind.MOMENT)
HELD = (*SAME, Kind.LIST)
CHOSEN = (*SAME, Kind.YES_NO, Kind.LIST)


def _equal(one: Any, other: Any) -> bool:
    return one is not None and other is not None and one == other


def _chosen(condition: bool, one: Any, other: Any = None) -> Any:
    return one if condition else other


def _first(*values: Any) -> Any:
    return next((each for each in values if each is not None), None)


def _among(value: Any, *others: Any) -> bool:
    return value is not None and any(value == each for each in others if each is not None)


define("and", (Kind.YES_NO, Kind.YES_NO), Kind.YES_NO, lambda *all_: all(all_), "({and})", rest=True)
define("or", (Kind.YES_NO, Kind.YES_NO), Kind.YES_NO, lambda *any_: any(any_), "({or})", rest=True)
define("not", (Kind.YES_NO,), Kind.YES_NO, lambda given: not given, "(NOT {0})")

for kind in SAME:
    define("=", (kind, kind), Kind.YES_NO, _equal, "coalesce({0} = {1}, false)", strict=False)
    define("!=", (kind, kind), Kind.YES_NO, lambda one, other: not _equal(one, other),
           "(NOT coalesce({0} = {1}, false))", strict=False)  # fmt: skip
    define("in", (kind, kind), Kind.YES_NO, _among, "coalesce({0} IN ({rest}), false)", strict=False, rest=True)
define("=", (Kind.YES_NO, Kind.YES_NO), Kind.YES_NO, lambda one, other: one == other, "({0} = {1})")
define("!=", (Kind.YES_NO, Kind.YES_NO), Kind.YES_NO, lambda one, other: one != other, "({0} <> {1})")

for kind in ORDERED:
    for sign, python in (
        ("<", lambda one, other: one is not None and other is not None and one < other),
        ("<=", lambda one, other: one is not None and other is not None and one <= other),
        (">", lambda one, other: one is not None and other is not None and one > other),
        (">=", lambda one, other: one is not None and other is not None and one >= other),
    ):
        define(sign, (kind, kind), Kind.YES_NO, python, f"coalesce({{0}} {sign} {{1}}, false)", strict=False)

for kind in CHOSEN:
    define("if", (Kind.YES_NO, kind, kind), kind, _chosen, "CASE WHEN {0} THEN {1} ELSE {2} END", strict=False)
    if kind not in NEVER_EMPTY:
        define("if", (Kind.YES_NO, kind), kind, _chosen, "CASE WHEN {0} THEN {1} END", strict=False)
for kind in SAME:
    define("coalesce", (kind, kind), kind, _first, "coalesce({*})", strict=False, rest=True)
for kind in HELD:
    define("is_empty", (kind,), Kind.YES_NO, lambda given: given in (None, ()),
           "(coalesce(cardinality({0}), 0) = 0)" if kind is Kind.LIST else "({0} IS NULL)",
           strict=False)  # fmt: skip
