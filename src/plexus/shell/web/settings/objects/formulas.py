"""Writing a formula in the settings: what can be read, what can be done with it, what it is so far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from plexus.kernel.expressions.kinds import Kind, kind_of
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.components.forms import Control
from plexus.shell.web.settings.page import select

WORD = re.compile(r"\S+")
QUIET = frozenset({"id", "version", "external_id", "created_by", "updated_by"})
FUNCTIONS = (
    ("if(a > 1, b, c)", gettext_lazy("b where the condition holds, else c")),
    ("and  or  not", gettext_lazy("join conditions")),
    ("=  !=  <  <=  >  >=", gettext_lazy("compare")),
    ("a in ('x', 'y')", gettext_lazy("one of several")),
    ("a = empty", gettext_lazy("whether there is nothing in it")),
    ("coalesce(a, b)", gettext_lazy("the first that is not empty")),
    ("+  -  *  /", gettext_lazy("calculate with numbers, money and days")),
    ("round(a, 2)", gettext_lazy("rounded; also floor, ceiling, abs, mod")),
    ("min(a, b)  max(a, b)", gettext_lazy("the smaller or the larger")),
    ("amount(a)  currency(a)", gettext_lazy("the two parts of money")),
    ("money(a, 'CNY')", gettext_lazy("a number as money")),
    ("today()  now()", gettext_lazy("this day, this moment")),
    ("date('2026-03-05')", gettext_lazy("a day")),
    ("add_days(a, 7)  add_months(a, 1)", gettext_lazy("later; with a minus, earlier")),
    ("year(a)  month(a)  day(a)", gettext_lazy("parts of a day; also weekday")),
    ("start_of_month(a)  end_of_month(a)", gettext_lazy("the first and the last day")),
    ("date_of(a)", gettext_lazy("the day of a moment")),
    ("hours_between(a, b)", gettext_lazy("from one moment to another")),
    ("a & ' ' & b", gettext_lazy("texts joined")),
    ("left(a, 3)  right(a, 3)", gettext_lazy("the beginning or the end of a text")),
    ("lower(a)  upper(a)  trim(a)", gettext_lazy("a text changed; also replace")),
    ("contains(a, 'x')", gettext_lazy("whether a text or list has it; also starts_with, ends_with")),
    ("length(a)", gettext_lazy("how many characters, or how many in a list")),
    ("number(a)  text(a)", gettext_lazy("a text as a number, a number as text")),
)


@dataclass(frozen=True, slots=True)
class Readable:
    """A field that a formula can read, as it is written and as people call it."""

    written: str
    label: str


@dataclass(frozen=True, slots=True)
class ReadableGroup:
    """The fields of the object, or of the record to which a reference leads."""

    label: str
    fields: tuple[Readable, ...]


def expression(options: Mapping[str, Any]) -> Control:
    """Where the formula is written."""
    hint = _("Fields by their API names: click one below to put it here.")
    return Control(
        "expression", _("Formula"), kind="textarea", value=str(options.get("expression") or ""), hint=hint,
        placeholder="amount * probability / 100", wide=True,
    )  # fmt: skip


def shown_as(options: Mapping[str, Any]) -> Control:
    """How a number is shown."""
    ways = [("", _("a number")), ("percent", _("a percentage"))]
    return select("shown_as", _("A number is shown as"), ways, str(options.get("shown_as") or ""))


def readable(actor: Actor, plural: str, name: str) -> tuple[ReadableGroup, ...]:
    """Everything that a formula of an object can read, itself aside; through one reference too."""
    schema = registry.of(actor.workspace_id)
    about = schema.object(plural)
    own = ReadableGroup(capfirst(str(about.label)), tuple(_fields(about, "", name)))
    through = (
        ReadableGroup(str(each.label), tuple(_fields(schema.object(each.target), f"{each.name}.", "")))
        for each in about.fields.values()
        if each.target and kind_of(each) is Kind.REFERENCE and each.name not in QUIET
    )
    return (own, *through)


def _fields(about: Object, before: str, without: str) -> Iterator[Readable]:
    for each in about.fields.values():
        kind = kind_of(each)
        if kind is not None and kind is not Kind.REFERENCE and each.name not in QUIET | {without}:
            yield Readable(f"{before}{each.name}", str(each.label))


@dataclass(frozen=True, slots=True)
class Marked:
    """A formula with the place of its error."""

    before: str
    wrong: str
    after: str


def marked(text: str, place: int) -> Marked:
    """The text around a place, counted from 1; at the end a gap is shown."""
    start = max(place - 1, 0)
    found = WORD.match(text, start)
    end = found.end() if found else start
    return Marked(text[:start], text[start:end] or pgettext("missing part of a formula", "…"), text[end:])
