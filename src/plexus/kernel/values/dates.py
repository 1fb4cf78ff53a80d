"""Relative days: words such as `last_month` or `next_7_days`, as half-open ranges of days.

Ranges of N days hold today. Ranges of N weeks, months, quarters and years are whole calendar
periods beside the running one, so `last_1_months` is `last_month`. Weeks start on Monday.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

MOST = 10_000
UNITS = ("day", "week", "month", "quarter", "year")
FIXED_WORDS = (
    "today", "yesterday", "tomorrow",
    *(f"{which}_{unit}" for unit in UNITS[1:] for which in ("this", "last", "next")),
)  # fmt: skip
COUNTED_WORDS = (
    *(f"{which}_N_{unit}s" for unit in UNITS for which in ("last", "next")),
    "N_days_ago",
    "in_N_days",
)
_OFFSETS = {"last": -1, "this": 0, "next": 1}
_PERIOD = re.compile(r"(this|last|next)_(week|month|quarter|year)\Z")
_COUNTED = re.compile(r"(last|next)_(\d+)_(day|week|month|quarter|year)s?\Z")
_SINGLE = re.compile(r"(?:(\d+)_days?_ago|in_(\d+)_days?)\Z")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class RelativeDayUnknown(Refusal):
    """A relative range has a word that is not known."""

    message = _("“%(word)s” is not a known range of days. Use one of: %(allowed)s.")


class RelativeDayOutOfRange(Refusal):
    """The number in a relative range is not allowed, or leaves the calendar."""

    message = _("The number in “%(word)s” does not fit. It must be between 1 and %(most)s.")


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days from `start` up to, but not including, `end`."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        """How many days the range has."""
        return (self.end - self.start).days


def relative(word: str, *, today: date) -> DateRange:
    """The range that a relative word means on `today`; refuses words that are not known."""
    unit, first, last = offsets(word)
    try:
        return DateRange(_start(unit, today, first), _start(unit, today, last))
    except (OverflowError, ValueError) as outside:
        raise RelativeDayOutOfRange(word=word[:80], most=MOST) from outside


def offsets(word: str) -> tuple[str, int, int]:
    """A relative word as a unit and which of it, counted from the running one: the first, and the first not meant.

    Raises `RelativeDayUnknown`, `RelativeDayOutOfRange`.
    """
    try:
        found = _day(word) or _period(word) or _counted(word)
    except OverflowError as outside:
        raise RelativeDayOutOfRange(word=word[:80], most=MOST) from outside
    if found is None:
        allowed = ", ".join((*FIXED_WORDS, *COUNTED_WORDS))
        raise RelativeDayUnknown(word=word[:80], allowed=allowed)
    return found


def _day(word: str) -> tuple[str, int, int] | None:
    offset = {"yesterday": -1, "today": 0, "tomorrow": 1}.get(word)
    single = _SINGLE.match(word)
    if single:
        offset = -_count(single[1], least=0) if single[1] else _count(single[2], least=0)
    return None if offset is None else ("day", offset, offset + 1)


def _period(word: str) -> tuple[str, int, int] | None:
    match = _PERIOD.match(word)
    if match is None:
        return None
    offset = _OFFSETS[match[1]]
    return match[2], offset, offset + 1


def _counted(word: str) -> tuple[str, int, int] | None:
    match = _COUNTED.match(word)
    if match is None:
        return None
    which, count, unit = match[1], _count(match[2]), match[3]
    if unit == "day":
        return (unit, 1 - count, 1) if which == "last" else (unit, 0, count)
    return (unit, -count, 0) if which == "last" else (unit, 1, count + 1)


def _count(digits: str, *, least: int = 1) -> int:
    count = int(digits) if len(digits) < 9 else MOST + 1
    if not least <= count <= MOST:
        raise OverflowError(digits)
    return count


def _start(unit: str, today: date, offset: int) -> date:
    """The first day of the period that lies `offset` periods after the one of `today`."""
    if unit == "day":
        return today + timedelta(days=offset)
    if unit == "week":
        return today + timedelta(days=7 * offset - today.weekday())
    length = _MONTHS[unit]
    month = today.year * 12 + (today.month - 1) // length * length + offset * length
    return date(month // 12, month % 12 + 1, 1)
