"""One of a list, several of a list, and free tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from plexus.kernel.schema.field import Field, FieldType
from plexus.kernel.schema.fitting import EQUALITY, PRESENCE, Unfit, text_of
from plexus.kernel.values.refusals import gettext_noop as _

NOT_A_CHOICE = _("“%(value)s” is not one of: %(choices)s.")
SEVERAL_TAGS = _("“%(value)s” holds a sign that stands between tags, such as a comma. Write it without, or as several.")
# What stands between several values in a text; no tag holds it, so that each is the same at every door.
SEPARATORS = re.compile(r"[,，;；、|\r\n]")


def choice_of(value: Any, field: Field) -> str:
    """The key of a choice, given by key or by label in any language; raises `Unfit`."""
    text = text_of(value, limit=200)
    if text in field.choice_keys:
        return text
    key = field.key_of_label(text)
    if key is None:
        raise Unfit("not_a_choice", NOT_A_CHOICE, value=text, choices=", ".join(field.choice_keys))
    return key


class Choice(FieldType):
    """One of a list."""

    key = "choice"
    operators = EQUALITY | PRESENCE
    empty = ""

    def convert(self, value: Any, field: Field) -> Any:
        return choice_of(value, field)

    def revive(self, stored: Any, field: Field, row: Mapping[str, Any]) -> Any:
        """A key that is offered no longer is still what was chosen."""
        return stored if isinstance(stored, str) else self.empty

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"type": ["string", "null"], "enum": [*field.choice_keys, None]}

    def example(self, field: Field) -> Any:
        return next(iter(field.choice_keys), None)


class Choices(FieldType):
    """Several of a list, in the order given."""

    key: ClassVar[str] = "choices"
    operators = frozenset({"contains", "not_contains"}) | PRESENCE
    sortable = False

    def parse(self, value: Any, field: Field) -> Any:
        if value is None or value == "":
            return []
        items = (
            value if isinstance(value, list) else [part for part in SEPARATORS.split(text_of(value)) if part.strip()]
        )
        if len(items) > 200:
            raise Unfit("too_many", _("At most 200 values fit."))
        return list(dict.fromkeys(self.item(each, field) for each in items))

    def item(self, value: Any, field: Field) -> str:
        """One value of the list; raises `Unfit`."""
        return choice_of(value, field)

    def operand(self, value: Any, field: Field) -> Any:
        return self.item(value, field)

    def revive(self, stored: Any, field: Field, row: Mapping[str, Any]) -> Any:
        """Keys that are offered no longer are still what was chosen."""
        return [each for each in stored if isinstance(each, str)] if isinstance(stored, list) else []

    def render(self, value: Any) -> Any:
        return list(value or [])

    def output(self) -> models.Field[Any, Any]:
        return ArrayField(models.TextField())

    def json_schema(self, field: Field) -> dict[str, Any]:
        items: dict[str, Any] = {"type": "string"}
        if field.choice_keys:
            items["enum"] = list(field.choice_keys)
        return {"type": "array", "items": items}

    def example(self, field: Field) -> Any:
        return list(field.choice_keys)[:2]


class Tags(Choices):
    """Free words that people put on a record."""

    key = "tags"

    def item(self, value: Any, field: Field) -> str:
        text = self.operand(value, field)
        if SEPARATORS.search(text):
            raise Unfit("several_tags", SEVERAL_TAGS, value=text)
        return text

    def operand(self, value: Any, field: Field) -> str:
        text = " ".join(text_of(value, limit=100).split())
        if not text:
            raise Unfit("empty_tag", _("A tag needs at least one character."))
        return text

    def example(self, field: Field) -> Any:
        return ["VIP", "华东"]
