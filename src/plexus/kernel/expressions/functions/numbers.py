"""Exact numbers: ten decimals, twenty digits before them; what does not fit, or cannot be divided, is empty."""

from __future__ import annotations

import decimal
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from plexus.kernel.expressions.functions.function import define
from plexus.kernel.expressions.kinds import Kind

EXACT = Context(prec=120, rounding=ROUND_HALF_UP)
PLACES, FINE = Decimal("1E-10"), Decimal("1E-30")
LIMIT = Decimal("1E20")
ONE = Decimal(1)


def bounded(number: Decimal) -> Decimal | None:
    """The number with ten decimals, or nothing when it is too large."""
    return number.quantize(PLACES, context=EXACT) if number.copy_abs() < LIMIT else None


def product(one: Decimal, other: Decimal) -> Decimal | None:
    """The product, or nothing when it is too large."""
    return bounded(EXACT.multiply(one, other))


def quotient(one: Decimal, other: Decimal) -> Decimal | None:
    """The quotient, or nothing: by zero, or when it is too large. As in SQL it is rounded at thirty places first."""
    if not other:
        return None
    return bounded(EXACT.divide(one, other).quantize(FINE, context=EXACT))


def rounded(number: Decimal, places: Decimal = Decimal(0)) -> Decimal | None:
    """A half goes away from zero; negative places round to tens and hundreds."""
    step = ONE.scaleb(-int(min(max(places, Decimal(-10)), Decimal(10))))
    try:
        return bounded(number.quantize(step, rounding=ROUND_HALF_UP, context=EXACT))
    except decimal.InvalidOperation:
        return None


def remainder(one: Decimal, other: Decimal) -> Decimal | None:
    """What is left over, with the sign of the first; nothing by zero."""
    return EXACT.remainder(one, other) if other else None


N = Kind.NUMBER
TO_PLACES = "expression_whole({1}, -10, 10)"

define("+", (N, N), N, lambda one, other: bounded(EXACT.add(one, other)), "expression_bounded({0} + {1})")
define("-", (N, N), N, lambda one, other: bounded(EXACT.subtract(one, other)), "expression_bounded({0} - {1})")
define("*", (N, N), N, product, "expression_bounded({0} * {1})")
define("/", (N, N), N, quotient, "expression_quotient({0}, {1})")
define("-", (N,), N, Decimal.copy_negate, "(- {0})")
define("round", (N,), N, rounded, "expression_bounded(round({0}))")
define("round", (N, N), N, rounded, f"expression_bounded(round({{0}}, {TO_PLACES}))")
define("floor", (N,), N, lambda n: bounded(n.to_integral_value(ROUND_FLOOR)), "expression_bounded(floor({0}))")
define("ceiling", (N,), N, lambda n: bounded(n.to_integral_value(ROUND_CEILING)), "expression_bounded(ceil({0}))")
define("abs", (N,), N, Decimal.copy_abs, "abs({0})")
define("mod", (N, N), N, remainder, "mod({0}, nullif({1}, 0))")
for kind in (N, Kind.DATE):
    define("min", (kind, kind), kind, lambda *all_: min((each for each in all_ if each is not None), default=None),
           "least({*})", strict=False, rest=True)  # fmt: skip
    define("max", (kind, kind), kind, lambda *all_: max((each for each in all_ if each is not None), default=None),
           "greatest({*})", strict=False, rest=True)  # fmt: skip
