"""What a changed definition would take from others: what could not be calculated, and what could not be asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plexus.kernel.expressions.checked import Checked, Reading, readings
from plexus.kernel.expressions.checking import check
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Label
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.reckoning import WAYS
from plexus.kernel.schema.registry import Schema
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _

IN_USE = _("“%(reader)s” of %(objects)s is calculated from it and could not be any more. Change or retire that first.")
IN_A_RULE = _(
    "The rule “%(rule)s” of %(objects)s reads it and could not be asked any more. Change or retire that first."
)


def faults(row: Any) -> Iterator[FieldError]:
    """What the definition of a field or object says of itself that cannot be, and what it would take from others."""
    now = registry.of(row.workspace_id)
    if not (now.reckons or any(each.is_ruled for each in now) or getattr(row, "type", "") in WAYS):
        return
    then = registry.supposing(row.workspace_id, row)
    key = (getattr(row, "object", ""), row.name)
    if key in then.broken and not (key in now.broken and row.held and row.held["options"] == row.options):
        yield told(then.broken[key])
        return
    for plural, name in (each for each in then.broken if each not in now.broken):
        about = now.object(plural)
        params = {"reader": about.fields[name].label, "objects": about.label_plural}
        yield FieldError("", "in_use", IN_USE, params)
    yield from _faults_of_rules(now, then)


def told(refusal: Refusal) -> FieldError:
    """Why a field cannot be calculated, as an error of its options."""
    error = next(iter(refusal.fields), FieldError("", refusal.code, refusal.message, refusal.params))
    return FieldError("options", error.code, error.message, error.params)


def _faults_of_rules(now: Schema, then: Schema) -> Iterator[FieldError]:
    """The rules that could be asked until now and could not be any more."""
    for about in then:
        for said, text in _written(about):
            if not _can_be_asked(text, about, then) and _can_be_asked(text, now.object(about.plural), now):
                yield FieldError("", "in_use", IN_A_RULE, {"rule": said, "objects": about.label_plural})


def _written(about: Object) -> Iterator[tuple[Label, str]]:
    """Every expression that is asked of an object's records in memory, by what people know it by."""
    yield from ((rule.message, rule.refuse_when) for rule in about.rules)
    for each in about.fields.values():
        texts = (each.required_when, each.default_expression, each.visible_when)
        yield from ((each.label, text) for text in texts if text)


def _can_be_asked(text: str, about: Object, schema: Schema) -> bool:
    """Whether an expression makes sense, of a record in memory."""
    try:
        return not out_of_memory(check(text, about, schema))
    except Refusal:
        return False


def out_of_memory(checked: Checked) -> list[str]:
    """The fields that an expression reads and that a record in memory does not tell."""
    return sorted({each.field.name for each in readings(checked) if _is_out_of_memory(each)})


def _is_out_of_memory(part: Reading) -> bool:
    """Whether a field is calculated from related records, or is the record's own number, which is drawn last."""
    if part.field.type.key == "auto_number":
        return not part.steps
    return part.field.reckoning is not None and not part.field.reckoning.in_memory
