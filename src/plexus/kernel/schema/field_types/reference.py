"""A reference to a record, and a list of references to records of several objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models

from plexus.kernel.schema.field import Field, FieldType
from plexus.kernel.schema.field_types.unique_id import uuid_of
from plexus.kernel.schema.fitting import EQUALITY, PRESENCE, Unfit
from plexus.kernel.values.refusals import gettext_noop as _


@dataclass(frozen=True, slots=True)
class By:
    """A reference not yet resolved: the record whose field has this value."""

    field: str
    value: Any


def by_of(value: Mapping[str, Any]) -> By:
    """What `{"by": {"field": "value"}}` says; raises `Unfit`."""
    by = value.get("by")
    if not isinstance(by, dict) or len(by) != 1:
        raise Unfit("not_a_reference", _('Write an id, {"id": …} or {"by": {"field": "value"}}.'))
    name, wanted = next(iter(by.items()))
    if not isinstance(wanted, str | int) or isinstance(wanted, bool):
        raise Unfit("not_a_reference", _('Write an id, {"id": …} or {"by": {"field": "value"}}.'))
    return By(str(name), wanted)


class Reference(FieldType):
    """A record of the field's target object."""

    key = "reference"

    def convert(self, value: Any, field: Field) -> Any:
        if not isinstance(value, dict):
            return uuid_of(value)
        return uuid_of(value["id"]) if "id" in value else by_of(value)

    def operand(self, value: Any, field: Field) -> Any:
        return uuid_of(value["id"] if isinstance(value, dict) and "id" in value else value)

    def read(self, row: Mapping[str, Any], field: Field) -> Any:
        key = row[field.column]
        return None if key is None else {"id": key, "object": field.target, "name": row.get(f"{field.name}_title")}

    def revive(self, stored: Any, field: Field, row: Mapping[str, Any]) -> Any:
        """The reference with the name that the statement brought along."""
        try:
            key = uuid_of(stored)
        except Unfit:
            return None
        return {"id": key, "object": field.target, "name": row.get(f"{field.name}_title")}

    def keep(self, value: Any) -> Any:
        return None if value is None else str(value)

    def render(self, value: Any) -> Any:
        return None if value is None else value | {"id": str(value["id"])}

    def output(self) -> models.Field[Any, Any]:
        return models.UUIDField()

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {
            "type": ["object", "null"],
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "object": {"type": "string"},
                "name": {"type": ["string", "null"]},
            },
        }

    def example(self, field: Field) -> Any:
        return {"id": "01932c07-2f3e-7a1b-9c55-3f1de0a4b7c2", "object": field.target, "name": "恒通精密制造"}


class References(FieldType):
    """References to records of any objects, kept as a list of `{object, id}`."""

    key = "references"
    operators: ClassVar[frozenset[str]] = frozenset({"contains", "not_contains"}) | (PRESENCE - EQUALITY)
    sortable = False

    def parse(self, value: Any, field: Field) -> Any:
        if value is None or value == "":
            return []
        items = value if isinstance(value, list) else [value]
        if len(items) > 100:
            raise Unfit("too_many", _("At most 100 values fit."))
        references = [self._one(each, field.among) for each in items]
        return list({str(each["id"]): each for each in references}.values())

    def _one(self, item: Any, among: str | None) -> dict[str, Any]:
        if among:
            return self._aimed(item, among)
        if not isinstance(item, dict) or not isinstance(item.get("object"), str) or "id" not in item:
            raise Unfit("not_a_reference", _('Write each as {"object": "accounts", "id": …}.'))
        return {"object": item["object"], "id": str(uuid_of(item["id"]))}

    def _aimed(self, item: Any, target: str) -> dict[str, Any]:
        """A reference of a field whose records are all of one object, which need not be said; also by a field's value.

        Such a one bears a `By` in the place of its id until it is found.
        """
        given = item if isinstance(item, dict) else {"id": item}
        if set(given) == {"by"}:
            return {"object": target, "id": by_of(given)}
        if "id" not in given or given.get("object", target) != target:
            sentence = _('Write each as {"object": "%(target)s", "id": …}.')
            raise Unfit("not_a_reference", sentence, target=target)
        return {"object": target, "id": str(uuid_of(given["id"]))}

    def operand(self, value: Any, field: Field) -> Any:
        return str(uuid_of(value["id"] if isinstance(value, dict) and "id" in value else value))

    def render(self, value: Any) -> Any:
        return value or []

    def output(self) -> models.Field[Any, Any]:
        return models.JSONField()

    def json_schema(self, field: Field) -> dict[str, Any]:
        one = {
            "object": {"type": "string"},
            "id": {"type": "string", "format": "uuid"},
            "name": {"type": ["string", "null"]},
        }
        return {"type": "array", "items": {"type": "object", "properties": one, "required": ["object", "id"]}}

    def example(self, field: Field) -> Any:
        return [{"object": field.among or "accounts", "id": "01932c07-2f3e-7a1b-9c55-3f1de0a4b7c2"}]
