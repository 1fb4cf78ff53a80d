"""Writing expressions: what can be read, which functions there are, and what is wrong while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from plexus.kernel.expressions.checking import check
from plexus.kernel.expressions.defining import wrong_default
from plexus.kernel.expressions.kinds import NAMES, Kind, kind_of
from plexus.kernel.expressions.refusals import ExpressionInvalid
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.registry import Schema
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.shell.components.forms import Control
from plexus.shell.web.settings.objects.functions import Function, functions


@dataclass(frozen=True, slots=True)
class Told:
    """What is said below an expression; where a place is wrong, what stands before, in and after it."""

    state: Literal["", "good", "bad"] = ""
    sentence: str = ""
    before: str = ""
    wrong: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A box to write an expression in, what is said of it, and examples to begin with."""

    control: Control
    told: Told
    examples: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The name of the box, by which what is said of it is found again."""
        return self.control.name


@dataclass(frozen=True, slots=True)
class Readable:
    """A field that expressions can read: its path, its label, what it holds; those of the record it leads to."""

    path: str
    label: str
    kind: str
    further: tuple[Readable, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """All that an expression over an object can be made of."""

    fields: tuple[Readable, ...]
    functions: tuple[Function, ...]


def offered(about: Object, schema: Schema) -> Offered:
    """The fields of an object, one step through references included, and the functions."""
    return Offered(tuple(_readable(about, schema, "", further=True)), functions())


def _readable(about: Object, schema: Schema, before: str, *, further: bool) -> Iterator[Readable]:
    for each in about.fields.values():
        kind = kind_of(each)
        if kind is None:
            continue
        path = f"{before}{each.name}"
        target = schema.objects.get(each.target or "") if further and kind is Kind.REFERENCE else None
        below = tuple(_readable(target, schema, f"{path}.", further=False)) if target else ()
        yield Readable(path, capfirst(str(each.label)), _(NAMES[kind]), below)


def told_of_condition(text: str, about: Object, schema: Schema) -> Told:
    """What is said of an expression that must hold or not."""
    return _told(text, lambda: check(text, about, schema, wanted=Kind.YES_NO), _("It can be understood."))


def told_of_default(text: str, about: Object, one: Field, schema: Schema) -> Told:
    """What is said of an expression that a field shall begin with."""

    def try_it() -> None:
        check(text, about, schema)
        for each in wrong_default("default", text, about, one, schema):
            raise Refusal(fields=[each])

    return _told(text, try_it, _("It can be understood."))


def _told(text: str, try_it: Callable[[], object], good: str) -> Told:
    if not text.strip():
        return Told()
    try:
        try_it()
    except ExpressionInvalid as refusal:
        start, end = refusal.start, max(refusal.end, refusal.start + 1)
        return Told("bad", refusal.fields[0].sentence(_), text[:start], text[start:end] or "␣", text[end:])
    except Refusal as refusal:
        return Told("bad", refusal.fields[0].sentence(_) if refusal.fields else refusal.sentence(_))
    return Told("good", good)


def box(name: str, label: str, text: str, *, hint: str = "", errors: tuple[str, ...] = ()) -> Control:
    """A box for an expression."""
    return Control(name, label, kind="expression", value=text, wide=True, hint=hint, errors=errors)


def refused_at(errors: tuple[FieldError, ...], name: str) -> tuple[str, ...]:
    """The sentences of a refusal at one box."""
    return tuple(each.sentence(_) for each in errors if each.field == name)
