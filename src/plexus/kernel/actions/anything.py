"""A parameter whose kind another parameter decides."""

from __future__ import annotations

from typing import Any

from plexus.kernel.schema.field import Field, FieldType


class Anything(FieldType):
    """Passed on as it came; whoever takes it parses it. It is no kind of field, so it has no key."""

    def parse(self, value: Any, field: Field) -> Any:
        return value

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {}
