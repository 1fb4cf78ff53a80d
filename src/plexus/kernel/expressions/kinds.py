"""The kinds of value that an expression knows, and how a field's value becomes one of them."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import Any

from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types.number import Amount
from plexus.kernel.values.refusals import gettext_noop as _

_TAGS = re.compile("<[^>]*>")


class Kind(StrEnum):
    """What a value is. `EMPTY` is the word `empty`, which is of any kind."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    YES_NO = "yes_no"
    DATE = "date"
    MOMENT = "moment"
    LIST = "list"
    REFERENCE = "reference"
    EMPTY = "empty"


NAMES = {
    Kind.TEXT: _("text"),
    Kind.NUMBER: _("number"),
    Kind.MONEY: _("money"),
    Kind.YES_NO: _("yes or no"),
    Kind.DATE: _("date"),
    Kind.MOMENT: _("moment"),
    Kind.LIST: _("list"),
    Kind.REFERENCE: _("reference"),
    Kind.EMPTY: _("empty"),
}

KINDS = {
    "text": Kind.TEXT,
    "long_text": Kind.TEXT,
    "email": Kind.TEXT,
    "phone": Kind.TEXT,
    "url": Kind.TEXT,
    "file": Kind.TEXT,
    "rich_text": Kind.TEXT,
    "auto_number": Kind.TEXT,
    "choice": Kind.TEXT,
    "integer": Kind.NUMBER,
    "decimal": Kind.NUMBER,
    "percent": Kind.NUMBER,
    "rating": Kind.NUMBER,
    "money": Kind.MONEY,
    "yes_no": Kind.YES_NO,
    "date": Kind.DATE,
    "date_time": Kind.MOMENT,
    "choices": Kind.LIST,
    "tags": Kind.LIST,
    "reference": Kind.REFERENCE,
    "id": Kind.REFERENCE,
}


def kind_of(field: Field) -> Kind | None:
    """The kind of a field's values; none for a field that no expression reads (lists of addresses, what it is about).

    Of several references of a custom field, a list of their ids.
    """
    return Kind.LIST if field.custom and field.type.key == "references" else KINDS.get(field.type.key)


def value_of(field: Field, stored: Any) -> Any:
    """A stored value as the expression sees it: exact numbers, an id for a reference, a file's name, None if empty."""
    match kind_of(field):
        case Kind.NUMBER:
            return None if stored is None else Decimal(stored)
        case Kind.MONEY:
            return stored if isinstance(stored, Amount) and stored.amount is not None else None
        case Kind.REFERENCE:
            return stored["id"] if isinstance(stored, dict) else stored
        case Kind.LIST:
            return tuple(str(each["id"]) if isinstance(each, dict) else each for each in stored or ())
        case Kind.TEXT:
            return _text(field, stored) or None
        case _:
            return stored


def _text(field: Field, stored: Any) -> Any:
    """What is read of a file, its name; and of formatted text, what is seen."""
    if isinstance(stored, dict):
        return stored["name"]
    return _TAGS.sub(" ", stored) if field.type.key == "rich_text" and stored else stored
