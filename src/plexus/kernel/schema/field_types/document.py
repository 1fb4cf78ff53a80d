"""A small document as JSON, for what only its own row's rules understand."""

from __future__ import annotations

from typing import Any, ClassVar

import orjson
from django.db import models

from plexus.kernel.schema.field import Field, FieldType
from plexus.kernel.schema.fitting import Unfit, text_of
from plexus.kernel.values.refusals import gettext_noop as _

NOT_A_DOCUMENT = _("Expected a JSON object.")


class Document(FieldType):
    """A JSON object. No filter asks for it and no list sorts by it."""

    key = "document"
    operators: ClassVar[frozenset[str]] = frozenset()
    sortable = False

    def parse(self, value: Any, field: Field) -> Any:
        if value is None or value == "":
            return {}
        given = self._read(value) if isinstance(value, str) else value
        if not isinstance(given, dict):
            raise Unfit("not_a_document", NOT_A_DOCUMENT)
        return given

    def _read(self, text: str) -> Any:
        try:
            return orjson.loads(text_of(text))
        except orjson.JSONDecodeError as error:
            raise Unfit("not_a_document", NOT_A_DOCUMENT) from error

    def render(self, value: Any) -> Any:
        return value or {}

    def output(self) -> models.Field[Any, Any]:
        return models.JSONField()

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"type": "object"}

    def example(self, field: Field) -> Any:
        return {}
