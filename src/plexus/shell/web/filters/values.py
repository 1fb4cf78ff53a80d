"""The right control for the value of a row, by the kind of field and the operator."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.query.operands import refers_to
from plexus.kernel.query.tree import Op, Relative
from plexus.kernel.query.wording import COUNTED, PERIODS, operator_words
from plexus.kernel.records.fetching import naming
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values.ids import id_in
from plexus.shell.components.filters import Value
from plexus.shell.components.forms import Combo, Control, Option, Token
from plexus.shell.web.filters import places
from plexus.shell.web.filters.drafts import WITH_LIST, WITHOUT_VALUE, Condition, Listing
from plexus.shell.web.visit import Visit

RowDraft = Condition | Listing
UNITS = ("day", "week", "month", "quarter", "year")
WORDED = {"people", "teams"}
_TOLD = re.compile(r"(?:(last|next)_(\d+)_([a-z]+?)s?|(\d+)_days?_(ago)|(in)_(\d+)_days?)")


def operator_options(field: Field, one: RowDraft, *, figure: bool = False) -> tuple[Option, ...]:
    """The operators of a field in words."""
    period = Relative(one.words[0]) if one.words and field.type.key in places.DATED else None
    offered = places.operators(field, figure=figure)
    return tuple(Option(op.value, operator_words(field, op, period), op.value == one.op) for op in offered)


def value(visit: Visit, key: str, about: Object, field: Field, one: RowDraft) -> Value:
    """The controls of a row's value."""
    if one.op in WITHOUT_VALUE:
        return Value()
    target = refers_to(about, field)
    if target or field.type.key == "references":
        return Value("combo", combo=_records(visit, key, field, target or "", one))
    if field.choices:
        return _choices(key, field, one)
    if one.op in WITH_LIST:
        return Value("combo", combo=_free(key, one))
    return Value("controls", _controls(key, field, one), between=one.op == Op.BETWEEN)


def _controls(key: str, field: Field, one: RowDraft) -> tuple[Control, ...]:
    """Boxes and selects for one value, or the two of a range."""
    if one.op == Op.BETWEEN:
        return tuple(_input(f"{key}.value", field, text, n) for n, text in _two(one))
    if field.type.key in places.DATED:
        return _days(key, one)
    if field.type.key == "yes_no":
        return (_yes_no(key, one),)
    return (_input(f"{key}.value", field, one.values[0] if one.values else ""),)


def _two(one: RowDraft) -> tuple[tuple[int, str], tuple[int, str]]:
    low, high = (*one.values, "", "")[:2]
    return (1, low), (2, high)


def _input(name: str, field: Field, text: str, number: int = 0) -> Control:
    """A box for a text, a number or a day; the two of a range differ by their id."""
    label = {0: gettext("Value"), 1: gettext("From"), 2: gettext("To")}[number]
    dated = field.type.key in places.DATED
    return Control(
        name, label, type="date" if dated else "text", value=text, bare=True, prefix=f"b{number or ''}",
        inputmode="decimal" if field.type.numeric else "", autocomplete="off",
    )  # fmt: skip


def _choices(key: str, field: Field, one: RowDraft) -> Value:
    many = one.op in WITH_LIST
    chosen = set(one.values if many else one.values[:1])
    options = tuple(Option(each.key, str(each.label), each.key in chosen) for each in field.choices)
    if many:
        return Value("ticks", (Control(f"{key}.value", gettext("Values"), kind="multiple", options=options),))
    blank = () if chosen else (Option("", "—", chosen=True),)
    return Value("controls", (select(f"{key}.value", gettext("Value"), (*blank, *options)),))


def _yes_no(key: str, one: RowDraft) -> Control:
    chosen = one.values[0] if one.values else ""
    blank = () if chosen else (Option("", "—", chosen=True),)
    options = (Option("true", gettext("Yes"), chosen == "true"), Option("false", gettext("No"), chosen == "false"))
    return select(f"{key}.value", gettext("Value"), (*blank, *options))


def select(name: str, label: str, options: tuple[Option, ...]) -> Control:
    """One of a few, within a row."""
    return Control(name, label, kind="select", options=options, bare=True, prefix="b")


def _days(key: str, one: RowDraft) -> tuple[Control, ...]:
    """A day, or days told from today."""
    when, count, unit = _told(one.words[0]) if one.words else ("day", "", "")
    counted = {
        "last": gettext("the last …"), "next": gettext("the next …"), "ago": gettext("… days ago"),
        "in": gettext("in … days"),
    }  # fmt: skip
    labels = {"day": gettext("a day"), **{word: str(label) for word, label in PERIODS.items()}, **counted}
    choice = select(f"{key}.when", gettext("When"), tuple(Option(k, label, k == when) for k, label in labels.items()))
    if when == "day":
        text = one.values[0] if one.values else ""
        return choice, Control(f"{key}.value", gettext("Day"), type="date", value=text, bare=True, prefix="b")
    if when not in counted:
        return (choice,)
    number = Control(
        f"{key}.number", gettext("How many"), type="number", value=count, inputmode="numeric", bare=True, prefix="b"
    )
    if when in {"ago", "in"}:
        return choice, number
    units = tuple(Option(each, _unit(when, each, int(count or 7)), each == unit) for each in UNITS)
    return choice, number, select(f"{key}.unit", gettext("Unit"), units)


def _unit(when: str, unit: str, count: int) -> str:
    """The unit alone, as it stands in the words of the whole range."""
    told = COUNTED[when, unit](count) % {"n": count}
    return told.partition(str(count))[2].strip()


def _told(word: str) -> tuple[str, str, str]:
    """A word in its parts: `last_7_days` is last, 7, day."""
    found = _TOLD.fullmatch(word)
    if found is None:
        return word, "", ""
    return found[1] or found[5] or found[6], found[2] or found[4] or found[7], found[3] or "day"


def _free(key: str, one: RowDraft) -> Combo:
    """Several values, typed one after the other."""
    name = f"{key}.value"
    tokens = tuple(Token(name, each, each) for each in one.values)
    return Combo(
        f"b-{name}", name, gettext("Values"), tokens=tokens, many=True, free=True,
        placeholder=gettext("Type a value, then Enter"),
    )  # fmt: skip


def _records(visit: Visit, key: str, field: Field, target: str, one: RowDraft) -> Combo:
    """Records found by name; of people also me and my team."""
    name = f"{key}.value"
    words = {"me": gettext("me"), "my_team": gettext("my team")}
    held = [Token(f"{key}.word", word, words.get(word, word)) for word in one.words if word in words]
    titles = _titles(visit, target, one.values)
    held += [Token(name, each, titles.get(each) or gettext("an unknown record")) for each in one.values]
    many = one.op in WITH_LIST
    where = reverse("choose", kwargs={"objects": target}) if target else reverse("choose-any")
    asked = f"?word={key}.word" if target in WORDED else "?"
    return Combo(
        f"b-{name}", name, gettext("Value"), where + asked, tuple(held if many else held[:1]), many=many,
        placeholder=gettext("Type a name"),
    )  # fmt: skip


def _titles(visit: Visit, target: str, texts: tuple[str, ...]) -> dict[str, str]:
    """The names of records by their ids as text; without a target they may be of any object."""
    ids = [key for each in texts if (key := id_in(each))]
    schema = registry.of(visit.actor.workspace_id)
    if not ids:
        return {}
    asked = [schema.object(target)] if target else [each for each in schema if each.described.in_rail]
    found: dict[str, str] = {}
    for about in asked:
        found |= {str(key): title for key, title in naming.titles(visit.actor, about, ids).items()}
    return found
