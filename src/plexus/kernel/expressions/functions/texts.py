"""Text: joined, cut, searched and changed. Lengths are counted in characters, and no text grows beyond a bound."""

from __future__ import annotations

import re
from decimal import Decimal

from plexus.kernel.expressions.functions.function import define
from plexus.kernel.expressions.kinds import Kind
from plexus.kernel.schema.field_types.number import plain

MOST, PUT_IN = 10_000, 100
NUMBER = re.compile(r"-?[0-9]{1,14}(?:\.[0-9]{1,10})?")
LENGTH = f"expression_whole({{1}}, 0, {MOST})"


def _joined(*texts: str | None) -> str | None:
    return "".join(each or "" for each in texts)[:MOST] or None


def _replaced(text: str, old: str, new: str | None) -> str | None:
    return text[:MOST].replace(old, (new or "")[:PUT_IN])[:MOST] or None


def _number(text: str) -> Decimal | None:
    return Decimal(text.strip(" ")) if NUMBER.fullmatch(text.strip(" ")) else None


def length(number: Decimal) -> int:
    """A number as a count of characters, within what a text can hold."""
    return int(min(max(number, Decimal(0)), Decimal(MOST)))


T, N, Y, L = Kind.TEXT, Kind.NUMBER, Kind.YES_NO, Kind.LIST

define("&", (T, T), T, _joined, f"nullif(left(concat({{*}}), {MOST}), '')", strict=False, rest=True)
define("length", (T,), N, lambda text: Decimal(len(text or "")), "length(coalesce({0}, ''))::numeric", strict=False)
define("length", (L,), N, lambda given: Decimal(len(given)), "coalesce(cardinality({0}), 0)::numeric", strict=False)
define("lower", (T,), T, str.lower, "lower({0})")
define("upper", (T,), T, str.upper, "upper({0})")
define("trim", (T,), T, lambda text: text.strip(" ") or None, "nullif(btrim({0}), '')")
define("left", (T, N), T, lambda text, n: text[: length(n)] or None, f"nullif(left({{0}}, {LENGTH}), '')")
define("right", (T, N), T, lambda text, n: text[max(len(text) - length(n), 0) :] or None,
       f"nullif(right({{0}}, {LENGTH}), '')")  # fmt: skip
define("replace", (T, T, T), T, lambda text, old, new: _replaced(text, old, new) if text and old else text,
       f"nullif(left(replace(left({{0}}, {MOST}), coalesce({{1}}, ''), left(coalesce({{2}}, ''), {PUT_IN})), {MOST}),"
       " '')",
       strict=False)  # fmt: skip
define("contains", (T, T), Y, lambda text, part: bool(text and part and part in text),
       "coalesce(strpos({0}, {1}) > 0, false)", strict=False)  # fmt: skip
define("contains", (L, T), Y, lambda given, part: bool(part and part in given),
       "coalesce({1} = ANY({0}), false)", strict=False)  # fmt: skip
define("in", (T, L), Y, lambda part, given: bool(part and part in given), "coalesce({0} = ANY({1}), false)",
       strict=False)  # fmt: skip
define("starts_with", (T, T), Y, lambda text, part: bool(text and part and text.startswith(part)),
       "coalesce(starts_with({0}, {1}), false)", strict=False)  # fmt: skip
define("ends_with", (T, T), Y, lambda text, part: bool(text and part and text.endswith(part)),
       "coalesce(starts_with(reverse({0}), reverse({1})), false)", strict=False)  # fmt: skip
define("text", (T,), T, lambda text: text, "{0}")
define("text", (N,), T, lambda number: plain(number) if number else "0", "trim_scale({0})::text")
define("text", (Kind.DATE,), T, lambda day: day.isoformat(), "to_char({0}, 'YYYY-MM-DD')")
define("number", (T,), N, _number, "expression_number({0})")
