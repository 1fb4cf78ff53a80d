"""The key of a record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plexus.kernel.schema.field import Field, FieldType
from plexus.kernel.schema.fitting import Unfit, text_of
from plexus.kernel.values.refusals import gettext_noop as _


def uuid_of(value: Any) -> UUID:
    """The UUID that a value is or spells; raises `Unfit`."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(text_of(value, limit=50))
    except ValueError as error:
        raise Unfit("not_an_id", _("“%(value)s” is not an id. An id is a UUID."), value=str(value)[:60]) from error


class UniqueId(FieldType):
    """A UUID."""

    key = "id"

    def convert(self, value: Any, field: Field) -> UUID:
        return uuid_of(value)

    def render(self, value: Any) -> Any:
        return str(value) if value else None

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "format": "uuid"}

    def example(self, field: Field) -> str:
        return "01932c07-2f3e-7a1b-9c55-3f1de0a4b7c2"
