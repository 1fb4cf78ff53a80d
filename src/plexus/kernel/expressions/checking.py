"""Checking an expression against the schema: what each name means, which kind each part is, whether it all fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile
from typing import assert_never

from django.utils.translation import gettext

from plexus.kernel.expressions import refusals
from plexus.kernel.expressions.checked import Applied, Checked, Constant, Reading
from plexus.kernel.expressions.functions import overloads
from plexus.kernel.expressions.functions.days import read_day
from plexus.kernel.expressions.functions.function import Overload
from plexus.kernel.expressions.functions.numbers import bounded
from plexus.kernel.expressions.kinds import NAMES, Kind, kind_of
from plexus.kernel.expressions.parsing import parse
from plexus.kernel.expressions.refusals import ExpressionInvalid
from plexus.kernel.expressions.tree import Call, Expression, Literal, Name, Place
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.field_types.choice import choice_of
from plexus.kernel.schema.field_types.number import plain
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.registry import Schema
from plexus.kernel.schema.step import Step
from plexus.kernel.values.money import currencies
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _

MATCHED = frozenset({"=", "!=", "in"})
EMPTY_TESTS = {"=": "is_empty", "!=": "is_empty"}
JOINED = frozenset({Kind.NUMBER, Kind.DATE})


class WrongResult(Refusal):
    """An expression gives another kind of value than is needed where it stands."""

    message = refusals.WRONG_RESULT


class TooCostly(Refusal):
    """An expression would read too much."""

    message = _("The expression reads through references more than %(most)d times. Make it shorter.")


STEPS, READINGS = 3, 12


def check(text: str, about: Object, schema: Schema, *, wanted: Kind | None = None) -> Checked:
    """The checked expression over an object's records; raises `ExpressionInvalid`, `WrongResult` or `TooCostly`."""
    checker = _Checker(about, schema)
    found = checker.part(parse(text))
    if checker.read_through > READINGS:
        raise TooCostly(most=READINGS)
    if wanted is not None and found.kind not in {wanted, Kind.EMPTY}:
        params = {"kind": gettext(NAMES[found.kind]), "wanted": gettext(NAMES[wanted])}
        raise WrongResult(fields=[FieldError("expression", "wrong_result", WrongResult.message, params)], **params)
    return found


class _Checker:
    def __init__(self, about: Object, schema: Schema) -> None:
        self.about, self.schema, self.read_through = about, schema, 0

    def part(self, node: Expression) -> Checked:
        """A part with its kind; raises at the first error, which has its place."""
        match node:
            case Literal(value):
                return _constant(value)
            case Name(path, place):
                return self._reading(path, place)
            case Call():
                return self._call(node)
            case _:
                assert_never(node)

    def _reading(self, path: tuple[str, ...], place: Place) -> Checked:
        about = self.about
        steps: list[Step] = []
        for name in path[:-1]:
            reference = self._field(about, name, place)
            if not reference.target or kind_of(reference) is not Kind.REFERENCE or len(steps) == STEPS:
                raise _invalid("no_reference", refusals.NO_REFERENCE, place, name=name)
            about = self.schema.object(reference.target)
            steps.append(Step(reference, about))
        field = self._field(about, path[-1], place)
        kind = kind_of(field)
        if kind is None:
            raise _invalid("not_readable", refusals.NOT_READABLE, place, name=".".join(path))
        self.read_through += bool(steps)
        return Reading(kind, tuple(steps), about, field)

    @staticmethod
    def _field(about: Object, name: str, place: Place) -> Field:
        field = about.fields.get(name)
        if field is None:
            raise _invalid("unknown_field", refusals.UNKNOWN_FIELD, place, name=name)
        return field

    def _call(self, node: Call) -> Checked:
        if node.name not in overloads():
            known = ", ".join(sorted(each for each in overloads() if each.isidentifier()))
            raise _invalid("unknown_function", refusals.UNKNOWN_FUNCTION, node.place, name=node.name, known=known)
        args = [self.part(each) for each in node.args]
        if node.name in EMPTY_TESTS and (tested := _tested_for_empty(args)) is not None:
            found = _applied("is_empty", [tested], node)
            return found if node.name == "=" else _applied("not", [found], node)
        if node.name in MATCHED:
            args = _with_choices(args, node)
        if node.name == "&":
            args = [_applied("text", [each], node) if each.kind in JOINED else each for each in args]
        _check_constants(node.name, args, node)
        return _applied(node.name, args, node)


def _constant(value: str | Decimal | bool | None) -> Constant:
    match value:
        case None:
            return Constant(Kind.EMPTY, None)
        case bool():
            return Constant(Kind.YES_NO, value)
        case Decimal():
            return Constant(Kind.NUMBER, bounded(value))
        case _:
            return Constant(Kind.TEXT, value or None)


def _tested_for_empty(args: Sequence[Checked]) -> Checked | None:
    """What is compared with the word `empty`, if anything is."""
    words = [each.kind is Kind.EMPTY or each == Constant(Kind.TEXT, None) for each in args]
    return args[words.index(False)] if len(args) == 2 and any(words) and not all(words) else None


def _with_choices(args: Sequence[Checked], node: Call) -> list[Checked]:
    """Texts that are compared with a choice as keys of its choices; a label in any language means its key."""
    fields = [each.field for each in args if isinstance(each, Reading) and each.field.choices]
    if not fields:
        return list(args)
    return [
        replace(each, value=_choice(each.value, fields[0], place.place))
        if isinstance(each, Constant) and isinstance(each.value, str)
        else each
        for each, place in zip(args, node.args, strict=True)
    ]


def _choice(text: str, field: Field, place: Place) -> str:
    try:
        return choice_of(text, field)
    except Unfit as unfit:
        choices = ", ".join(field.choice_keys)
        raise _invalid(
            "not_a_choice", refusals.NOT_A_CHOICE, place, text=text, name=field.name, choices=choices
        ) from unfit


def _check_constants(name: str, args: Sequence[Checked], node: Call) -> None:
    """What is written out where a day or a currency belongs must be one."""
    last = args[-1] if args else None
    if not isinstance(last, Constant) or not isinstance(last.value, str):
        if name == "money" and last is not None and len(args) == 2:
            raise _invalid("not_a_currency", refusals.NOT_A_CURRENCY, node.args[-1].place, text="…")
        return
    if name == "date" and len(args) == 1 and read_day(last.value) is None:
        raise _invalid("not_a_date", refusals.NOT_A_DATE, node.args[-1].place, text=last.value)
    if name == "money" and last.value not in currencies():
        raise _invalid("not_a_currency", refusals.NOT_A_CURRENCY, node.args[-1].place, text=last.value)


def _applied(name: str, args: Sequence[Checked], node: Call) -> Applied:
    """The function whose kinds fit; raises with what would fit."""
    kinds = [each.kind for each in args]
    fitting = next((each for each in overloads()[name] if each.fits(kinds)), None)
    if fitting is None:
        takes = "; ".join(dict.fromkeys(_told(each) for each in _nearest(name, kinds)))
        told = ", ".join(gettext(NAMES[each]) for each in kinds) or "–"
        if set(kinds) == {Kind.MONEY, Kind.NUMBER}:
            number = next((_written(each) for each in args if each.kind is Kind.NUMBER), "")
            raise _invalid("unfit", refusals.NO_CURRENCY, node.place, name=name, kinds=told, number=number)
        raise _invalid("unfit", refusals.UNFIT, node.place, name=name, kinds=told, takes=takes)
    return Applied(fitting.gives, fitting, tuple(args))


def _written(number: Checked) -> str:
    return plain(number.value) if isinstance(number, Constant) and isinstance(number.value, Decimal) else "…"


def _nearest(name: str, kinds: Sequence[Kind]) -> list[Overload]:
    """The ways of a function that fit what is given for longest; all of them where its first part fits none."""
    lengths = {each: _fitting_for(each, kinds) for each in overloads()[name]}
    return [each for each, length in lengths.items() if length == max(lengths.values())]


def _fitting_for(overload: Overload, kinds: Sequence[Kind]) -> int:
    pairs = zip(overload.takes, kinds, strict=False)
    return len([*takewhile(lambda pair: pair[1] in {pair[0], Kind.EMPTY}, pairs)])


def _told(overload: Overload) -> str:
    return ", ".join(gettext(NAMES[each]) for each in overload.takes) + ("…" if overload.rest else "")


def _invalid(code: str, message: str, place: Place, **params: object) -> ExpressionInvalid:
    return ExpressionInvalid(code, message, start=place.start, end=place.end, **params)
