"""What the language says of definitions: that their expressions make sense, and mean what is needed there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plexus.kernel.expressions import losing
from plexus.kernel.expressions.checked import Applied, Checked, Constant, Reading, readings
from plexus.kernel.expressions.checking import TooCostly, WrongResult, check
from plexus.kernel.expressions.kinds import Kind, kind_of
from plexus.kernel.expressions.refusals import ExpressionInvalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.field_types.choice import choice_of
from plexus.kernel.schema.models import FieldDefinition, FieldRule, ObjectDefinition, RuleDefinition
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.registry import Schema
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _

NOT_IN_MEMORY = _("A rule cannot read “%(name)s”, which is calculated from related records.")
NOT_DRAWN = _("A rule cannot read “%(name)s”, which is drawn once the rules have let the record pass.")
NO_KIND = _("No expression gives what this field holds.")
# Types whose fields no expression begins.
NEVER_BEGUN = frozenset({"file", "references", "rich_text", "auto_number"})
ELSEWHERE = _("The expression leads to records of “%(found)s”, the field to records of “%(wanted)s”.")
CIRCLE = _("The default reads “%(name)s”, whose default reads this field in turn.")


def faults(row: Any) -> Iterator[FieldError]:
    """What is wrong with the expressions of a rule, or of the rules of a field; what a field or object would break."""
    if isinstance(row, FieldDefinition | ObjectDefinition):
        yield from losing.faults(row)
    if isinstance(row, RuleDefinition | FieldRule):
        schema = registry.of(row.workspace_id)
        about = schema.object(row.object)
    if isinstance(row, RuleDefinition):
        yield from wrong("refuse_when", row.refuse_when, about, schema, Kind.YES_NO)
    if isinstance(row, FieldRule):
        for name in ("required_when", "visible_when"):
            if text := getattr(row, name):
                yield from wrong(name, text, about, schema, Kind.YES_NO)
        if row.default:
            yield from wrong_default("default", row.default, about, about.fields[row.field], schema)


def wrong(name: str, text: str, about: Object, schema: Schema, wanted: Kind | None) -> Iterator[FieldError]:
    """The error of an expression, told at the field that holds it."""
    try:
        checked = check(text, about, schema, wanted=wanted)
    except (ExpressionInvalid, WrongResult, TooCostly) as refusal:
        error = losing.told(refusal)
        yield FieldError(name, error.code, error.message, error.params)
        return
    for each in losing.out_of_memory(checked):
        drawn = each in about.fields and about.fields[each].type.key == "auto_number"
        yield FieldError(name, "not_in_memory", NOT_DRAWN if drawn else NOT_IN_MEMORY, {"name": each})


def wrong_default(name: str, text: str, about: Object, one: Field, schema: Schema) -> Iterator[FieldError]:
    """What is wrong with an expression that a field shall begin with: of its kind, and nothing that it cannot hold."""
    kind = kind_of(one)
    if kind is None or one.type.key in NEVER_BEGUN:
        yield FieldError(name, "no_kind", NO_KIND)
        return
    errors = list(wrong(name, text, about, schema, kind))
    yield from errors
    if not errors:
        found = check(text, about, schema, wanted=kind)
        yield from (FieldError(name, each.code, each.message, each.params) for each in _unfit(found, one))
        if (other := _in_a_circle(found, about, one.name, schema)) is not None:
            yield FieldError(name, "circle", CIRCLE, {"name": other})


def _unfit(found: Checked, one: Field) -> Iterator[Unfit]:
    """Values written out that are none of the choices, and references that lead elsewhere."""
    for each in _results(found):
        if one.choices and isinstance(each, Constant) and isinstance(each.value, str):
            try:
                choice_of(each.value, one)
            except Unfit as unfit:
                yield unfit
        if one.target and isinstance(each, Reading) and (found_at := _leads_to(each)) != one.target:
            yield Unfit("elsewhere", ELSEWHERE, found=found_at, wanted=one.target)


def _results(part: Checked) -> Iterator[Checked]:
    """The parts of which one is what an expression gives."""
    match part:
        case Applied(overload=overload, args=args) if overload.name in {"if", "coalesce"}:
            for each in args[1:] if overload.name == "if" else args:
                yield from _results(each)
        case _:
            yield part


def _leads_to(part: Reading) -> str:
    return part.about.plural if part.field.type.key == "id" else part.field.target or ""


def _in_a_circle(found: Checked, about: Object, name: str, schema: Schema) -> str | None:
    """A field that a default reads and whose own default comes back to it."""
    for first in sorted(_own(found)):
        waiting, seen = [first], set[str]()
        while waiting:
            other = waiting.pop()
            if other == name:
                return first
            if other not in seen and about.fields[other].default_expression:
                seen.add(other)
                waiting += _own_of(about, other, schema)
    return None


def _own(found: Checked) -> set[str]:
    return {part.path[0] for part in readings(found)}


def _own_of(about: Object, name: str, schema: Schema) -> set[str]:
    try:
        return _own(check(about.fields[name].default_expression, about, schema))
    except (ExpressionInvalid, WrongResult, TooCostly):
        return set()
