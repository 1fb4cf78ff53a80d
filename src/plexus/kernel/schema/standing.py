"""Where the value of a field stands in SQL; a custom value that is not of its kind is empty, never an error.

Indexes of custom fields stand on the very same expressions, so a list finds them.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Func, OuterRef, Q, lookups
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.field import Field

# The functions that read the text of a custom value as what its kind compares.
READERS = {
    "date": "custom_day",
    "date_time": "custom_moment",
    "decimal": "custom_number",
    "percent": "custom_number",
    "money": "custom_number",
    "integer": "custom_whole",
    "rating": "custom_whole",
    "yes_no": "custom_truth",
    "reference": "custom_key",
}


def value_of(field: Field, actor: Actor) -> Combinable:
    """The expression of a field's value in a query over its object; what is reckoned, under the actor's rights."""
    if field.reckoning:
        return field.reckoning.compared(actor)
    return custom_value(field) if field.custom else F(field.column)


def custom_value(field: Field, *, within: Any = "custom") -> Combinable:
    """A custom value as what its kind compares: cast where it can be cast, empty where it cannot.

    `within` is the column of custom values, that of the query itself unless told.
    """
    text = _text(field, within)
    reader = READERS.get(field.type.key)
    if reader is None:
        return text  # type: ignore[no-any-return] # KeyTextTransform is untyped.
    return Func(text, function=reader, output_field=field.type.output())


def led_to(reference: Field) -> Any:
    """The id of the record that a reference of the row outside leads to."""
    return custom_value(reference, within=OuterRef("custom")) if reference.custom else OuterRef(reference.column)


def leads_here(reference: Field) -> Q:
    """The condition that a reference, or one of several, leads to the row outside."""
    if not reference.custom:
        return Q(**{reference.column: OuterRef("pk")})
    if reference.type.key == "reference":
        return Q(lookups.Exact(custom_value(reference), OuterRef("pk")))
    return Q(_Holds(KeyTransform(reference.name, "custom"), _Naming(OuterRef("pk"))))


def holding(field: Field, values: list[Any]) -> Any:
    """The condition that a list among the custom values has these in it."""
    return _Holds(KeyTransform(field.name, "custom"), models.Value(values, models.JSONField()))


def bearing(field: Field, value: Any) -> Q:
    """The condition that a field has a value, letter case aside; by it records are found again."""
    if not field.custom:
        return Q(**{f"{field.column}__iexact" if field.type.textual else field.column: value})
    lookup = lookups.IExact if field.type.textual else lookups.Exact
    return Q(lookup(custom_value(field), value))


def leading_to(reference: Field, key: UUID) -> Q:
    """The condition that a reference, or one of several, leads to a record."""
    if not reference.custom:
        return Q(**{reference.column: key})
    if reference.type.key == "reference":
        return Q(lookups.Exact(custom_value(reference), key))
    return Q(holding(reference, [{"id": str(key)}]))


def containing(list_: Combinable, part: Combinable) -> Combinable:
    """The condition that a list has everything that is in another."""
    return _Holds(list_, part)


class _Naming(Func):
    """A list of references as it is stored, with one in it that has this id."""

    template = "jsonb_build_array(jsonb_build_object('id', (%(expressions)s)::text))"
    output_field = models.JSONField()


class _Holds(Func):
    """That a document has another in it."""

    template = "(%(expressions)s)"
    arg_joiner = " @> "
    output_field = models.BooleanField()


def _text(field: Field, within: Any = "custom") -> Any:
    """A custom value as text; of money the amount, of a file its name, and of formatted text what is seen."""
    plain = KeyTextTransform(field.name, within)
    match field.type.key:
        case "money":
            amount = KeyTextTransform("amount", KeyTransform(field.name, within))
            return Coalesce(amount, plain, output_field=models.TextField())
        case "file":
            return KeyTextTransform("name", KeyTransform(field.name, within))
        case "rich_text":
            tags = (models.Value("<[^>]*>"), models.Value(" "), models.Value("g"))
            return Func(plain, *tags, function="regexp_replace", output_field=models.TextField())
        case _:
            return plain
