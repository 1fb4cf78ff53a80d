"""What a rule of a workspace's own must be: about an object that there is, with a message, and not too many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plexus.kernel.schema import definition_checks, registry
from plexus.kernel.schema.field_rules import UNTAILORED
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _

MOST = 50
NO_MESSAGE = _("Say in one language at least what is wrong, and what to do.")
NO_OBJECT = _("There is no object “%(name)s” that could have rules.")
NO_FIELD = _("There is no field “%(name)s”.")
FIXED = _("This stays as it was made.")
TOO_MANY = _("This object has %(most)d rules already, and no more fit.")


def faults(row: Any) -> Iterator[FieldError]:
    """What contradicts the rules of a rule's definition."""
    if not row.message_en.strip() and not row.message_zh.strip():
        yield FieldError("message_en", "required", NO_MESSAGE)
    if row.held_object and row.object != row.held_object:
        yield FieldError("object", "fixed", FIXED)
    about = registry.of(row.workspace_id).objects.get(row.object)
    if about is None or about.plural in UNTAILORED:
        yield FieldError("object", "unknown_object", NO_OBJECT, {"name": row.object})
        return
    if row.field and row.field not in about.fields:
        yield FieldError("field", "unknown_field", NO_FIELD, {"name": row.field})
    others = type(row)._default_manager.filter(workspace_id=row.workspace_id, object=row.object, deleted_at=None)
    if row._state.adding and others.count() >= MOST:
        yield FieldError("object", "too_many", TOO_MANY, {"most": MOST})
    yield from definition_checks.faults(row)
