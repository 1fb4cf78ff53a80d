"""The functions of the expression language in words: what each is for, with an example."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plexus.kernel.expressions.functions import overloads


@dataclass(frozen=True, slots=True)
class Function:
    """A function as it is offered: an example of it, and what it gives."""

    name: str
    example: str
    words: str | Promise


WORDS: dict[str, tuple[str, str | Promise]] = {
    "and": ("a and b", _("both hold")),
    "or": ("a or b", _("one of them holds at least")),
    "not": ("not a", _("it does not hold")),
    "if": ("if(amount > money(1000, 'CNY'), 'large', 'small')", _("one of two values")),
    "in": ("source in ('web', 'fair')", _("it is one of several")),
    "is_empty": ("is_empty(source)", _("nothing stands there")),
    "coalesce": ("coalesce(source, 'unknown')", _("the first that is not empty")),
    "money": ("money(1000, 'CNY')", _("an amount in a currency")),
    "amount": ("amount(amount)", _("the number of an amount of money")),
    "currency": ("currency(amount)", _("the currency of an amount of money")),
    "today": ("today()", _("the day of whoever saves")),
    "now": ("now()", _("this moment")),
    "date": ("date('2026-03-05')", _("a day")),
    "date_of": ("date_of(created_at)", _("the day of a moment")),
    "year": ("year(today())", _("the year of a day")),
    "month": ("month(today())", _("the month of a day, 1 to 12")),
    "day": ("day(today())", _("the day of the month")),
    "weekday": ("weekday(today())", _("1 on Monday to 7 on Sunday")),
    "add_days": ("add_days(today(), 30)", _("so many days later")),
    "add_months": ("add_months(today(), 3)", _("so many months later")),
    "start_of_month": ("start_of_month(today())", _("the first of the month")),
    "end_of_month": ("end_of_month(today())", _("the last day of the month")),
    "hours_between": ("hours_between(now(), created_at)", _("the hours from the second moment to the first")),
    "length": ("length(name)", _("how many characters, or how many in a list")),
    "lower": ("lower(name)", _("in small letters")),
    "upper": ("upper(name)", _("in capital letters")),
    "trim": ("trim(name)", _("without blanks at either end")),
    "left": ("left(name, 3)", _("the first characters")),
    "right": ("right(name, 3)", _("the last characters")),
    "replace": ("replace(name, 'Ltd', '')", _("every occurrence replaced")),
    "contains": ("contains(name, 'Ltd')", _("the text, or the list, has it in it")),
    "starts_with": ("starts_with(name, 'A')", _("the text begins so")),
    "ends_with": ("ends_with(name, 'Ltd')", _("the text ends so")),
    "text": ("text(probability)", _("a number or a day as text")),
    "number": ("number('12.5')", _("a text as number; empty where it is none")),
    "round": ("round(3.456, 2)", _("rounded, a half away from zero")),
    "floor": ("floor(3.7)", _("the whole number below")),
    "ceiling": ("ceiling(3.2)", _("the whole number above")),
    "abs": ("abs(-3)", _("without the sign")),
    "mod": ("mod(10, 3)", _("what division leaves")),
    "min": ("min(3, 5)", _("the smallest")),
    "max": ("max(3, 5)", _("the largest")),
}


def functions() -> tuple[Function, ...]:
    """Every function that is written by name; one that nobody described yet stands last, without words."""
    known = {name for name in overloads() if name.isidentifier()}
    described = [Function(name, *WORDS[name]) for name in WORDS if name in known]
    return (*described, *(Function(name, f"{name}()", "") for name in sorted(known - WORDS.keys())))
