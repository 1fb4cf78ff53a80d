"""What the language says of definitions: that their expressions make sense, and that no formula loses what it reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plexus.kernel.expressions.checked import Checked, readings
from plexus.kernel.expressions.checking import TooCostly, WrongResult, check
from plexus.kernel.expressions.kinds import Kind
from plexus.kernel.expressions.refusals import ExpressionInvalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.models import RuleDefinition
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.reckoning import WAYS
from plexus.kernel.schema.registry import Schema
from plexus.kernel.schema.rule import Rule
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _

IN_USE = _("“%(reader)s” of %(objects)s is calculated from it and could not be any more. Change or retire that first.")
IN_A_RULE = _(
    "The rule “%(rule)s” of %(objects)s reads it and could not be asked any more. Change or retire that first."
)
NOT_IN_MEMORY = _("A rule cannot read “%(name)s”, which is calculated from related records.")


def faults(row: Any) -> Iterator[FieldError]:
    """What is wrong with the expression of a rule, and what would be of reckoned fields when a definition is saved."""
    if not isinstance(row, RuleDefinition):
        yield from _faults_of_reckoned(row)
        return
    schema = registry.of(row.workspace_id)
    about = schema.object(row.object)
    wrongs = [*wrong("refuse_when", row.refuse_when, about, schema, Kind.YES_NO)]
    yield from wrongs
    if not wrongs:
        for each in _rolled(check(row.refuse_when, about, schema)):
            yield FieldError("refuse_when", "not_in_memory", NOT_IN_MEMORY, {"name": each})


def _faults_of_reckoned(row: Any) -> Iterator[FieldError]:
    """What a definition says of itself that cannot be, and what it would take from others."""
    now = registry.of(row.workspace_id)
    if not (now.reckons or any(each.rules for each in now) or getattr(row, "type", "") in WAYS):
        return
    then = registry.supposing(row.workspace_id, row)
    broken = then.broken
    key = (getattr(row, "object", ""), row.name)
    if key in broken and not (key in now.broken and row.held and row.held["options"] == row.options):
        yield told(broken[key])
        return
    for plural, name in (each for each in broken if each not in now.broken):
        about = now.object(plural)
        params = {"reader": about.fields[name].label, "objects": about.label_plural}
        yield FieldError("", "in_use", IN_USE, params)
    yield from _faults_of_rules(now, then)


def _faults_of_rules(now: Schema, then: Schema) -> Iterator[FieldError]:
    """The rules that could be asked until now and could not be any more."""
    for about in then:
        for rule in about.rules:
            if not can_be_asked(rule, about, then) and can_be_asked(rule, now.object(about.plural), now):
                yield FieldError("", "in_use", IN_A_RULE, {"rule": rule.message, "objects": about.label_plural})


def can_be_asked(rule: Rule, about: Object, schema: Schema) -> bool:
    """Whether a rule makes sense, of a record in memory."""
    try:
        checked = check(rule.refuse_when, about, schema, wanted=Kind.YES_NO)
    except Refusal:
        return False
    return not _rolled(checked)


def _rolled(checked: Checked) -> list[str]:
    """The fields that an expression reads and that a record in memory does not tell."""
    fields = {each.field.name: each.field for each in readings(checked)}
    return sorted(name for name, one in fields.items() if one.reckoning and not one.reckoning.in_memory)


def told(refusal: Refusal) -> FieldError:
    """Why a field cannot be reckoned, as an error of its options."""
    error = next(iter(refusal.fields), FieldError("", refusal.code, refusal.message, refusal.params))
    return FieldError("options", error.code, error.message, error.params)


def wrong(name: str, text: str, about: Any, schema: Any, wanted: Kind | None) -> Iterator[FieldError]:
    """The error of an expression, told at the field that holds it."""
    try:
        check(text, about, schema, wanted=wanted)
    except (ExpressionInvalid, WrongResult, TooCostly) as refusal:
        error = told(refusal)
        yield FieldError(name, error.code, error.message, error.params)
