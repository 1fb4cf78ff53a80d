"""Money: amounts of one currency are added and compared; what mixes currencies is empty."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from plexus.kernel.expressions.functions.function import define
from plexus.kernel.expressions.functions.numbers import EXACT, bounded, product, quotient, rounded
from plexus.kernel.expressions.kinds import Kind
from plexus.kernel.schema.field_types.number import Amount


def amount_of(number: Decimal | None, currency: str | None) -> Amount | None:
    """An amount, if there is a number."""
    return None if number is None else Amount(number, currency or "")


def _together(reckon: Callable[[Decimal, Decimal], Decimal | None]) -> Callable[[Amount, Amount], Amount | None]:
    return lambda one, other: (
        amount_of(reckon(one.amount, other.amount), one.currency) if one.currency == other.currency else None
    )


def _ratio(one: Amount, other: Amount) -> Decimal | None:
    return quotient(one.amount, other.amount) if one.currency == other.currency else None


M, N, T = Kind.MONEY, Kind.NUMBER, Kind.TEXT

define("+", (M, M), M, _together(lambda one, other: bounded(EXACT.add(one, other))), "expression_sum({0}, {1})")
define(
    "-",
    (M, M),
    M,
    _together(lambda one, other: bounded(EXACT.subtract(one, other))),
    "expression_sum({0}, expression_times({1}, -1))",
)
define(
    "*", (M, N), M, lambda money, n: amount_of(product(money.amount, n), money.currency), "expression_times({0}, {1})"
)
define(
    "*", (N, M), M, lambda n, money: amount_of(product(money.amount, n), money.currency), "expression_times({1}, {0})"
)
define(
    "/", (M, N), M, lambda money, n: amount_of(quotient(money.amount, n), money.currency), "expression_over({0}, {1})"
)
define("/", (M, M), N, _ratio, "expression_ratio({0}, {1})")
define("-", (M,), M, lambda money: Amount(money.amount.copy_negate(), money.currency), "expression_times({0}, -1)")
define("round", (M, N), M, lambda money, n: amount_of(rounded(money.amount, n), money.currency),
       "expression_rounded({0}, {1})")  # fmt: skip
define("amount", (M,), N, lambda money: money.amount, "({0}).amount")
define("currency", (M,), T, lambda money: money.currency or None, "nullif(({0}).currency, '')")
define("money", (N, T), M, Amount, "expression_amount({0}, {1})")
for sign, python in (
    ("<", lambda one, other: one < other),
    ("<=", lambda one, other: one <= other),
    (">", lambda one, other: one > other),
    (">=", lambda one, other: one >= other),
):

    def _compared(one: Amount | None, other: Amount | None, holds: Callable[[Decimal, Decimal], bool] = python) -> bool:
        same = one is not None and other is not None and one.currency == other.currency
        return same and holds(one.amount, other.amount)  # type: ignore[union-attr] # both are there when same

    define(
        sign, (M, M), Kind.YES_NO, _compared, f"coalesce(expression_order({{0}}, {{1}}) {sign} 0, false)", strict=False
    )
