"""What the rules of a field must be: about a field that there is, and fit for what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plexus.kernel.schema import definition_checks, indexed, registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_rules import UNTAILORED
from plexus.kernel.schema.rule_rules import FIXED, NO_FIELD, NO_OBJECT
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _

NEVER_SET = _("Nobody sets this field, so it can be neither required nor begin with something.")
HAS_INDEX = _("Lists are filtered and sorted by this field through an index already, or cannot be at all.")
SAYS_ITSELF = _("This field was added here: its own settings say whether it is fast to filter and sort by.")
ALWAYS_ASKED = _("No record can do without this field, so it is always shown.")


def faults(row: Any) -> Iterator[FieldError]:
    """What contradicts the rules of a field's rules."""
    if row.held and row.held != (row.object, row.field):
        yield FieldError("field", "fixed", FIXED)
    about = registry.of(row.workspace_id).objects.get(row.object)
    if about is None or about.plural in UNTAILORED:
        yield FieldError("object", "unknown_object", NO_OBJECT, {"name": row.object})
        return
    if row.field not in about.fields:
        yield FieldError("field", "unknown_field", NO_FIELD, {"name": row.field})
        return
    one = about.fields[row.field]
    yield from _faults_of(row, one)
    if row.filterable and not indexed.may_be(about, one):
        yield FieldError("filterable", "not_indexed", _not_indexed(one))
    yield from definition_checks.faults(row)


def _not_indexed(one: Field) -> str:
    return SAYS_ITSELF if one.custom else HAS_INDEX


def _faults_of(row: Any, one: Field) -> Iterator[FieldError]:
    for name in ("required_when", "default"):
        if getattr(row, name) and not one.writable:
            yield FieldError(name, "never_set", NEVER_SET)
    if row.visible_when and one.required:
        yield FieldError("visible_when", "always_asked", ALWAYS_ASKED)
