"""The words for operators and values, by the kind of field and in the active language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from plexus.kernel.query.checked import OnDay
from plexus.kernel.query.tree import Me, MyTeam, Op, Relative
from plexus.kernel.schema.field import Field

Names = Mapping[UUID, str]
Words = Mapping[Op, str | Promise]

PLAIN: Words = {
    Op.EQ: pgettext_lazy("filter", "is"),
    Op.NE: pgettext_lazy("filter", "is not"),
    Op.LT: pgettext_lazy("filter", "is less than"),
    Op.LTE: pgettext_lazy("filter", "is at most"),
    Op.GT: pgettext_lazy("filter", "is more than"),
    Op.GTE: pgettext_lazy("filter", "is at least"),
    Op.IN: pgettext_lazy("filter", "is one of"),
    Op.NOT_IN: pgettext_lazy("filter", "is none of"),
    Op.BETWEEN: pgettext_lazy("filter", "is between"),
    Op.CONTAINS: pgettext_lazy("filter", "contains"),
    Op.NOT_CONTAINS: pgettext_lazy("filter", "does not contain"),
    Op.STARTS_WITH: pgettext_lazy("filter", "starts with"),
    Op.EMPTY: pgettext_lazy("filter", "is empty"),
    Op.NOT_EMPTY: pgettext_lazy("filter", "is not empty"),
}
IN_TIME: Words = {
    **PLAIN,
    Op.LT: pgettext_lazy("filter", "is before"),
    Op.LTE: pgettext_lazy("filter", "is not after"),
    Op.GT: pgettext_lazy("filter", "is after"),
    Op.GTE: pgettext_lazy("filter", "is not before"),
}
IN_PERIOD: Words = {**IN_TIME, Op.EQ: pgettext_lazy("filter", "is in"), Op.NE: pgettext_lazy("filter", "is not in")}
AMOUNTS: Words = {
    **PLAIN,
    Op.EQ: pgettext_lazy("filter of a number", "is"),
    Op.NE: pgettext_lazy("filter of a number", "is not"),
}
YES_NO: Words = {
    **PLAIN,
    Op.EQ: pgettext_lazy("filter of yes or no", "is"),
    Op.NE: pgettext_lazy("filter of yes or no", "is not"),
}
PERIODS: Mapping[str, str | Promise] = {
    "today": gettext_lazy("today"),
    "yesterday": gettext_lazy("yesterday"),
    "tomorrow": gettext_lazy("tomorrow"),
    "this_week": gettext_lazy("this week"),
    "last_week": gettext_lazy("last week"),
    "next_week": gettext_lazy("next week"),
    "this_month": gettext_lazy("this month"),
    "last_month": gettext_lazy("last month"),
    "next_month": gettext_lazy("next month"),
    "this_quarter": gettext_lazy("this quarter"),
    "last_quarter": gettext_lazy("last quarter"),
    "next_quarter": gettext_lazy("next quarter"),
    "this_year": gettext_lazy("this year"),
    "last_year": gettext_lazy("last year"),
    "next_year": gettext_lazy("next year"),
}
COUNTED: Mapping[tuple[str, str], Callable[[int], str]] = {
    ("last", "day"): lambda n: ngettext("the last %(n)d day", "the last %(n)d days", n),
    ("last", "week"): lambda n: ngettext("the last %(n)d week", "the last %(n)d weeks", n),
    ("last", "month"): lambda n: ngettext("the last %(n)d month", "the last %(n)d months", n),
    ("last", "quarter"): lambda n: ngettext("the last %(n)d quarter", "the last %(n)d quarters", n),
    ("last", "year"): lambda n: ngettext("the last %(n)d year", "the last %(n)d years", n),
    ("next", "day"): lambda n: ngettext("the next %(n)d day", "the next %(n)d days", n),
    ("next", "week"): lambda n: ngettext("the next %(n)d week", "the next %(n)d weeks", n),
    ("next", "month"): lambda n: ngettext("the next %(n)d month", "the next %(n)d months", n),
    ("next", "quarter"): lambda n: ngettext("the next %(n)d quarter", "the next %(n)d quarters", n),
    ("next", "year"): lambda n: ngettext("the next %(n)d year", "the next %(n)d years", n),
    ("ago", "day"): lambda n: ngettext("%(n)d day ago", "%(n)d days ago", n),
    ("in", "day"): lambda n: ngettext("in %(n)d day", "in %(n)d days", n),
}
ONE_OF = {Op.IN: Op.EQ, Op.NOT_IN: Op.NE}
_COUNTED = re.compile(r"(?:(last|next|in)_(\d+)_([a-z]+?)s?|(\d+)_(day)s?_ago)")
_SINGLE = re.compile(r"today|yesterday|tomorrow|in_.*|.*_ago")


def operator_words(field: Field, op: Op, operand: Any) -> str:
    """The words of an operator for this kind of field and value; one of a single value “is” that value."""
    if op in ONE_OF and isinstance(operand, tuple) and len(operand) == 1:
        op = ONE_OF[op]
    return str(_words(field, operand)[op])


def _words(field: Field, operand: Any) -> Words:
    if field.type.numeric:
        return AMOUNTS
    if field.type.key == "yes_no":
        return YES_NO
    if not field.type.key.startswith("date"):
        return PLAIN
    period = isinstance(operand, Relative) and not _SINGLE.fullmatch(operand.word)
    return IN_PERIOD if period else IN_TIME


def value_words(field: Field, target: str | None, op: Op, operand: Any, names: Names) -> str:
    """The words of an operand; records by their names, choices by their labels."""
    if operand is None:
        return ""
    if not isinstance(operand, tuple):
        return _one(field, target, operand, names)
    told = [_one(field, target, each, names) for each in operand]
    if op is Op.BETWEEN:
        return pgettext("between", "%(low)s and %(high)s") % {"low": told[0], "high": told[1]}
    return pgettext("between values", ", ").join(told)


def _one(field: Field, target: str | None, value: Any, names: Names) -> str:
    match value:
        case Relative(word):
            return period(word)
        case Me():
            return pgettext("filter", "me")
        case MyTeam():
            return _("my team") if target == "teams" else _("someone in my team")
        case OnDay(day):
            return _day(day)
        case UUID():
            return names.get(value) or _("an unknown record")
        case _:
            return _plain(field, value)


def _plain(field: Field, value: Any) -> str:
    match value:
        case bool():
            return pgettext("filter", "yes") if value else pgettext("filter", "no")
        case datetime():
            return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
        case date():
            return _day(value)
        case int() | Decimal():
            return _number(field, value)
        case _ if field.choices:
            return str(field.label_of(value))
        case _:
            return _("“%(text)s”") % {"text": value}


def _number(field: Field, value: int | Decimal) -> str:
    told = f"{_short(Decimal(value)):,f}"
    return f"{told}%" if field.type.key == "percent" else told


def _short(value: Decimal) -> Decimal:
    """Without idle zeros: 1000.0000 is 1000."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def period(word: str) -> str:
    """A range of days in words: `next_7_days` is “the next 7 days”."""
    if word in PERIODS:
        return str(PERIODS[word])
    counted = _COUNTED.fullmatch(word)
    if counted is None:
        return word
    which, unit = (counted[1], counted[3]) if counted[1] else ("ago", counted[5])
    count = int(counted[2] or counted[4])
    return COUNTED[which, unit](count) % {"n": count}
