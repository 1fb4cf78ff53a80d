"""Days and moments: the calendar's own arithmetic, within the years 1 to 9999; what lies beyond is empty."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from plexus.kernel.expressions.functions.function import Moment, define
from plexus.kernel.expressions.functions.numbers import bounded, quotient
from plexus.kernel.expressions.kinds import Kind

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_DAYS, MOST_MONTHS = 4_000_000, 130_000
HOUR = Decimal(3_600_000_000)


def read_day(text: str) -> date | None:
    """The day that a text such as 2026-03-05 says."""
    if not DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def made(year: Decimal, month: Decimal, day: Decimal) -> date | None:
    """The day of three numbers, if the calendar has it."""
    numbers = (year, month, day)
    if any(each != each.to_integral_value() for each in numbers) or not all(0 < each < LAST for each in numbers):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


LAST = 10_000


def later(day: date, days: Decimal) -> date | None:
    """So many whole days later."""
    if abs(days) > MOST_DAYS:
        return None
    try:
        return day + timedelta(days=int(days))
    except OverflowError:
        return None


def months_later(day: date, months: Decimal) -> date | None:
    """So many whole months later; the last of a shorter month where the day is not in it."""
    if abs(months) > MOST_MONTHS:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + int(months), 12)
    if not 0 < year < LAST:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def hours(one: datetime, other: datetime) -> Decimal | None:
    """The hours from one moment to another."""
    return quotient(Decimal((other - one) // timedelta(microseconds=1)), HOUR)


D, M, N = Kind.DATE, Kind.MOMENT, Kind.NUMBER

define("today", (), D, lambda moment: moment.today, "{today}", timed=True)
define("now", (), M, lambda moment: moment.now, "{now}", timed=True)
define("date", (Kind.TEXT,), D, read_day, "expression_day({0})")
define("date", (N, N, N), D, made, "expression_day({0}, {1}, {2})")
define("year", (D,), N, lambda day: Decimal(day.year), "extract(year FROM {0})")
define("month", (D,), N, lambda day: Decimal(day.month), "extract(month FROM {0})")
define("day", (D,), N, lambda day: Decimal(day.day), "extract(day FROM {0})")
define("weekday", (D,), N, lambda day: Decimal(day.isoweekday()), "extract(isodow FROM {0})")
define("-", (D, D), N, lambda one, other: bounded(Decimal((one - other).days)), "({0} - {1})::numeric")
define("+", (D, N), D, later, "expression_later({0}, {1})")
define("-", (D, N), D, lambda day, days: later(day, -days), "expression_later({0}, - {1})")
define("add_days", (D, N), D, later, "expression_later({0}, {1})")
define("add_months", (D, N), D, months_later, "expression_months_later({0}, {1})")
define("start_of_month", (D,), D, lambda day: day.replace(day=1), "date_trunc('month', {0}::timestamp)::date")
define("end_of_month", (D,), D, lambda day: day.replace(day=calendar.monthrange(day.year, day.month)[1]),
       "(date_trunc('month', {0}::timestamp) + interval '1 month - 1 day')::date")  # fmt: skip


def _day_of(moment: Moment, instant: datetime) -> date:
    return instant.astimezone(moment.zone).date()


define("date_of", (M,), D, _day_of, "({0} AT TIME ZONE {zone})::date", timed=True)
define("hours_between", (M, M), N, hours, "expression_hours({0}, {1})")
