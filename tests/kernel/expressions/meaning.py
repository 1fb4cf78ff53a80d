"""Expressions drawn together with what they mean: each part brings its value along, reckoned in plain fractions.

Nothing here knows how the product reads or reckons: what an expression should say follows from how it was made.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

# What the record of these expressions holds; nothing at all is None.
HELD: dict[str, Any] = {
    "name": "恒通 x", "source": None, "probability": Fraction(25, 2), "expected_close_on": date(2024, 1, 31),
    "closed_on": None, "tags": ("a", "VIP"),
}  # fmt: skip
PLACES, FINE, LIMIT = 10**10, 10**30, 10**20
TEXTS = ("a", "", "恒通 x", " y ", "12.50", "it''s")
NUMBERS = ("0", "1", "7", "2.5", "0.0000000005", "99999999999999999999", "3")
DAYS = ("2024-02-29", "2026-03-15", "0001-01-01", "9999-12-31")


@dataclass(frozen=True)
class Said:
    """An expression and its value."""

    text: str
    value: Any


def _rounded(number: Fraction, units: int) -> Fraction:
    """To so many parts of one; a half goes away from zero."""
    scaled = abs(number) * units
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if number >= 0 else -whole, units)


def _bounded(number: Fraction) -> Fraction | None:
    return _rounded(number, PLACES) if abs(number) < LIMIT else None


def _strict(work: Callable[..., Any]) -> Callable[..., Any]:
    """Empty as soon as something in it is."""
    return lambda *given: None if any(each is None for each in given) else work(*given)


def _divided(one: Fraction, other: Fraction) -> Fraction | None:
    return _bounded(_rounded(one / other, FINE)) if other else None


def _left_over(one: Fraction, other: Fraction) -> Fraction | None:
    if not other:
        return None
    left = abs(one) % abs(other)
    return left if one >= 0 else -left


def _digits(number: Fraction) -> str:
    whole = abs(number) * PLACES
    text = f"{whole.numerator // PLACES}.{whole.numerator % PLACES:010d}".rstrip("0").rstrip(".")
    return f"-{text}" if number < 0 else text


def _later(day: date, days: Fraction) -> date | None:
    whole = int(days)
    return day + timedelta(whole) if 1 <= day.toordinal() + whole <= date.max.toordinal() else None


def _months_later(day: date, months: Fraction) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + int(months), 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _cut(text: str, count: Fraction) -> str | None:
    return text[: max(0, int(count))] or None


def _replaced(text: str | None, old: str | None, new: str | None) -> str | None:
    return (text.replace(old, new or "") or None) if text and old else text


def _together(*texts: str | None) -> str | None:
    return "".join(each or "" for each in texts) or None


def _known(*values: Any) -> list[Any]:
    return [each for each in values if each is not None]


def _same(one: Any, other: Any) -> bool:
    return one is not None and one == other


def _less(one: Any, other: Any) -> bool:
    return one is not None and other is not None and bool(one < other)


N, T, Y, D = "number", "text", "yes_no", "date"
DIFFERENT = "({} != {})"
Way = tuple[str, tuple[str, ...], str, Callable[..., Any]]
WAYS: tuple[Way, ...] = (
    (N, (N, N), "({} + {})", _strict(lambda a, b: _bounded(a + b))),
    (N, (N, N), "({} - {})", _strict(lambda a, b: _bounded(a - b))),
    (N, (N, N), "({} * {})", _strict(lambda a, b: _bounded(a * b))),
    (N, (N, N), "({} / {})", _strict(_divided)),
    (N, (N,), "(-{})", _strict(lambda a: -a)),
    (N, (N,), "abs({})", _strict(abs)),
    (N, (N,), "round({})", _strict(lambda a: _bounded(_rounded(a, 1)))),
    (N, (N, N), "mod({}, {})", _strict(_left_over)),
    (N, (N, N), "min({}, {})", lambda a, b: min(_known(a, b), default=None)),
    (N, (N, N), "max({}, {})", lambda a, b: max(_known(a, b), default=None)),
    (N, (T,), "length({})", lambda a: Fraction(len(a or ""))),
    (N, (D, D), "({} - {})", _strict(lambda a, b: Fraction((a - b).days))),
    (N, (D,), "year({})", _strict(lambda a: Fraction(a.year))),
    (N, (Y, N, N), "if({}, {}, {})", lambda a, b, c: b if a else c),
    (N, (N, N), "coalesce({}, {})", lambda a, b: b if a is None else a),
    (T, (T, T), "({} & {})", _together),
    (T, (T, N), "left({}, {})", _strict(_cut)),
    (T, (T,), "trim({})", _strict(lambda a: a.strip(" ") or None)),
    (T, (T, T, T), "replace({}, {}, {})", _replaced),
    (T, (N,), "text({})", _strict(_digits)),
    (T, (D,), "text({})", _strict(date.isoformat)),
    (T, (Y, T, T), "if({}, {}, {})", lambda a, b, c: b if a else c),
    (T, (T, T), "coalesce({}, {})", lambda a, b: b if a is None else a),
    (Y, (Y, Y), "({} and {})", lambda a, b: a and b),
    (Y, (Y, Y), "({} or {})", lambda a, b: a or b),
    (Y, (Y,), "(not {})", lambda a: not a),
    (Y, (N, N), "({} = {})", _same),
    (Y, (T, T), DIFFERENT, lambda a, b: not _same(a, b)),
    (Y, (N, N), "({} < {})", _less),
    (Y, (N, N), "({} >= {})", lambda a, b: _less(b, a) or _same(a, b)),
    (Y, (D, D), "({} > {})", lambda a, b: _less(b, a)),
    (Y, (T,), "is_empty({})", lambda a: a is None),
    (Y, (T, T), "contains({}, {})", lambda a, b: bool(a and b) and b in a),
    (Y, (T, T), "starts_with({}, {})", lambda a, b: bool(a and b) and a.startswith(b)),
    (Y, (T,), "({} in tags)", lambda a: bool(a) and a in HELD["tags"]),
    (Y, (T, T, T), "({} in ({}, {}))", lambda a, b, c: a is not None and a in (b, c)),
    (D, (D, N), "({} + {})", _strict(_later)),
    (D, (D, N), "add_months({}, {})", _strict(_months_later)),
    (D, (D,), "start_of_month({})", _strict(lambda a: a.replace(day=1))),
    (D, (Y, D, D), "if({}, {}, {})", lambda a, b, c: b if a else c),
)  # fmt: skip
FIELDS = {N: ("probability",), T: ("name", "source"), D: ("expected_close_on", "closed_on"), Y: ()}


def _leaves(kind: str) -> tuple[Said, ...]:
    held = tuple(Said(name, HELD[name]) for name in FIELDS[kind])
    match kind:
        case "number":
            return (*held, *(Said(each, Fraction(each)) for each in NUMBERS))
        case "text":
            return (*held, *(Said(f"'{each}'", each.replace("''", "'") or None) for each in TEXTS))
        case "date":
            return (*held, *(Said(f"date('{each}')", date.fromisoformat(each)) for each in DAYS))
        case _:
            return Said("true", True), Said("false", False)


@st.composite
def meaning(draw: Any, kind: str, depth: int = 4) -> Said:
    """An expression of a kind, with its value."""
    ways = [each for each in WAYS if each[0] == kind]
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        said: Said = draw(st.sampled_from(_leaves(kind)))
        return said
    _gives, takes, written, work = draw(st.sampled_from(ways))
    parts = [draw(meaning(each, depth - 1)) for each in takes]
    text = written.format(*(each.text for each in parts))
    if written == DIFFERENT and (tested := _held_against_nothing(parts)):
        return Said(text, tested.value is not None)
    return Said(text, work(*(each.value for each in parts)))


def _held_against_nothing(parts: Sequence[Said]) -> Said | None:
    """What is compared with a text that is written as empty: that asks whether it is."""
    others = [each for each in parts if each.text != "''"]
    return others[0] if len(others) == 1 else None
