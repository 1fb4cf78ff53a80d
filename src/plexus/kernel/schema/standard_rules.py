"""What a standard must be: about fields that there are, that can be lacking, each with a weight from 1 to 10."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plexus.kernel.schema import registry
from plexus.kernel.schema.completing import HEAVIEST, is_countable
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_rules import UNTAILORED
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.rule_rules import FIXED, NO_FIELD, NO_OBJECT
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _

NORMALISED = frozenset({"text", "email", "phone", "url", "emails", "phones"})
BAD_WEIGHT = _("A weight is a whole number from 1 to %(most)d. Leave out what shall not count.")
NEVER_LACKING = _("“%(name)s” is never empty, or nobody fills it in, so it cannot count.")
NO_ORDER = _("“%(name)s” is not a field that can be sorted.")
NO_FORM = _("“%(name)s” has no form of its own. Text, phone numbers, e-mail and web addresses have one.")


def faults(row: Any) -> Iterator[FieldError]:
    """What contradicts the rules of a standard."""
    held = row.held or {}
    if held and held["object"] != row.object:
        yield FieldError("object", "fixed", FIXED)
    about = registry.of(row.workspace_id).objects.get(row.object)
    if about is None or about.plural in UNTAILORED:
        yield FieldError("object", "unknown_object", NO_OBJECT, {"name": row.object})
        return
    yield from _faults_of_weights(row.weights, about, held.get("weights") or {})
    yield from _faults_of_order(row.important_by, about, held.get("important_by") or "")
    yield from _faults_of_forms(row.normalised, about, held.get("normalised") or ())


def _faults_of_weights(weights: Any, about: Object, before: Any) -> Iterator[FieldError]:
    """What is named and there is not may stand where it stood before: it may come back."""
    if not isinstance(weights, dict):
        yield FieldError("weights", "bad_weight", BAD_WEIGHT, {"most": HEAVIEST})
        return
    for name, weight in weights.items():
        one = about.fields.get(name)
        if one is None and name not in before:
            yield FieldError("weights", "unknown_field", NO_FIELD, {"name": name[:80]})
        elif one is not None and not is_countable(one):
            yield FieldError("weights", "never_lacking", NEVER_LACKING, {"name": name})
        if isinstance(weight, bool) or not isinstance(weight, int) or not 1 <= weight <= HEAVIEST:
            yield FieldError("weights", "bad_weight", BAD_WEIGHT, {"most": HEAVIEST})


def _faults_of_order(name: str, about: Object, before: str) -> Iterator[FieldError]:
    one = about.fields.get(name)
    if name and name != before and (one is None or not one.type.sortable or one.target):
        yield FieldError("important_by", "not_sortable", NO_ORDER, {"name": name[:80]})


def _faults_of_forms(names: Any, about: Object, before: Any) -> Iterator[FieldError]:
    for name in names:
        one = about.fields.get(name)
        if one is None and name not in before:
            yield FieldError("normalised", "unknown_field", NO_FIELD, {"name": name[:80]})
        elif one is not None and not has_form(one):
            yield FieldError("normalised", "no_form", NO_FORM, {"name": name})


def has_form(one: Field) -> bool:
    """Whether values of a field can be put into one form."""
    return one.type.key in NORMALISED and one.writable and one.name != "external_id"
