"""What every kind of field can do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from plexus.kernel.values.refusals import gettext_noop as _

if TYPE_CHECKING:
    from plexus.kernel.schema.field import Field

EVERY_TYPE: dict[str, FieldType] = {}

EQUALITY = frozenset({"eq", "ne", "in", "not_in"})
ORDER = frozenset({"lt", "lte", "gt", "gte", "between"})
PRESENCE = frozenset({"empty", "not_empty"})
WORDS = frozenset({"contains", "not_contains", "starts_with"})


class Unfit(ValueError):
    """A value does not fit its field; `code` is stable, `message` a template with `%(name)s` places."""

    def __init__(self, code: str, message: str, **params: Any) -> None:
        self.code, self.message, self.params = code, message, params
        super().__init__(message % params)


class FieldType:
    """A kind of field. Instances hold no state: one per kind, under its key.

    `parse` turns what a door received (JSON or form text) into the stored value and raises `Unfit`;
    `render` turns a stored value into JSON; an empty value is `empty` in Python and null in JSON.
    """

    key: ClassVar[str] = ""
    operators: ClassVar[frozenset[str]] = EQUALITY | PRESENCE
    sortable: ClassVar[bool] = True
    numeric: ClassVar[bool] = False
    textual: ClassVar[bool] = False
    empty: ClassVar[Any] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.key:
            EVERY_TYPE[cls.key] = cls()

    def parse(self, value: Any, field: Field) -> Any:
        """The stored value for what a door received; null and blank text are the empty value."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return self.empty
        return self.convert(value, field)

    def convert(self, value: Any, field: Field) -> Any:
        """The stored value for something that is not blank; raises `Unfit`."""
        raise NotImplementedError

    def operand(self, value: Any, field: Field) -> Any:
        """The value of a comparison, by default as strict as a value to store."""
        return self.convert(value, field)

    def render(self, value: Any) -> Any:
        """The stored value as JSON."""
        return None if value == "" else value

    def read(self, row: Mapping[str, Any], field: Field) -> Any:
        """The stored value out of a row fetched by its columns."""
        return row[field.column]

    def revive(self, stored: Any, field: Field, row: Mapping[str, Any]) -> Any:
        """The value of a custom field as a row's JSON holds it; what no longer fits the field reads as empty."""
        try:
            return self.parse(stored, field)
        except Unfit:
            return self.empty

    def keep(self, value: Any) -> Any:
        """A parsed value as the JSON among a row's custom values."""
        return self.render(value)

    def store(self, value: Any, field: Field) -> dict[str, Any]:
        """The model attributes to set for a parsed value."""
        return {field.column: value}

    def output(self) -> models.Field[Any, Any]:
        """The column type that a custom value is cast to when it is compared or sorted."""
        return models.TextField()

    def json_schema(self, field: Field) -> dict[str, Any]:
        """The JSON Schema of the rendered value."""
        return {"type": ["string", "null"]}

    def example(self, field: Field) -> Any:
        """A plausible rendered value, for the documentation."""
        return "text"


NOT_TEXT = _("Expected text, got %(got)s.")


def text_of(value: Any, *, limit: int = 100_000) -> str:
    """The value as clean text; raises `Unfit` for what is none, holds NUL, or is longer than the limit."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unfit("not_text", NOT_TEXT, got=type(value).__name__)
    text = str(value).strip()
    if "\x00" in text:
        raise Unfit("bad_character", _("The text holds a NUL character. Remove it."))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unfit("bad_character", _("The text holds half of a character pair. Remove it.")) from error
    if len(text) > limit:
        raise Unfit(
            "too_long",
            _("The text is %(length)d characters long; at most %(limit)d fit."),
            length=len(text),
            limit=limit,
        )
    return text
