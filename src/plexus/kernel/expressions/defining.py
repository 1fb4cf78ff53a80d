"""What the language says of definitions: that their expressions make sense, and mean what is needed there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plexus.kernel.expressions.checking import TooCostly, WrongResult, check
from plexus.kernel.expressions.kinds import Kind
from plexus.kernel.expressions.refusals import ExpressionInvalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.models import RuleDefinition
from plexus.kernel.values.refusals import FieldError


def faults(row: Any) -> Iterator[FieldError]:
    """What is wrong with the expression of a rule."""
    if isinstance(row, RuleDefinition):
        schema = registry.of(row.workspace_id)
        yield from wrong("refuse_when", row.refuse_when, schema.object(row.object), schema, Kind.YES_NO)


def wrong(name: str, text: str, about: Any, schema: Any, wanted: Kind | None) -> Iterator[FieldError]:
    """The error of an expression, told at the field that holds it."""
    try:
        check(text, about, schema, wanted=wanted)
    except (ExpressionInvalid, WrongResult, TooCostly) as refusal:
        told = refusal.fields[0] if refusal.fields else FieldError("", refusal.code, refusal.message, refusal.params)
        yield FieldError(name, told.code, told.message, told.params)
