"""Where the value of a field stands in SQL; a custom value that is not of its kind is empty, never an error."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Regex

from plexus.kernel.schema.field import Field

_LEAP = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DAY = (
    r"(?!0000)(?:\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
    rf"|02-(?:0[1-9]|1\d|2[0-8]))|{_LEAP}-02-29)"
)
_HOUR = r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)"
_NUMBER = r"-?\d{1,14}(?:\.\d{1,20})?"

# What the text of a custom value must look like so that PostgreSQL can cast it.
CASTABLE = {
    "date": _DAY,
    "date_time": _DAY + _HOUR,
    "decimal": _NUMBER,
    "percent": _NUMBER,
    "money": _NUMBER,
    "integer": r"-?\d{1,18}",
    "yes_no": "true|false",
    "reference": r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}",
}
PARTS = {"money": "amount", "reference": "id"}


def value_of(field: Field) -> Combinable:
    """The expression of a field's value in a query over its object."""
    return custom_value(field) if field.custom else F(field.column)


def custom_value(field: Field, *, within: Any = "custom") -> Combinable:
    """A custom value as what its kind compares: cast where it can be cast, empty where it cannot.

    `within` is the column of custom values, that of the query itself unless told.
    """
    text = _text(field, within)
    castable = CASTABLE.get(field.type.key)
    if castable is None:
        return text  # type: ignore[no-any-return] # KeyTextTransform is untyped.
    fits = When(Q(Regex(text, f"^(?:{castable})$")), then=Cast(text, field.type.output()))
    return Case(fits, output_field=field.type.output())


def _text(field: Field, within: Any = "custom") -> Any:
    """A custom value as text; money and references may be stored as objects, whose telling part it is then."""
    plain = KeyTextTransform(field.name, within)
    if field.type.key not in PARTS:
        return plain
    part = KeyTextTransform(PARTS[field.type.key], KeyTransform(field.name, within))
    return Coalesce(part, plain, output_field=models.TextField())
