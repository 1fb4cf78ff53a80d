"""From a cell to the value of a field: the column's spelling first, then the field's own rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.field_types.number import Amount
from plexus.kernel.values.money import Money
from plexus.kernel.values.refusals import FieldError
from plexus.shell.exporting import cells as written
from plexus.shell.importing.destinations import Destination
from plexus.shell.importing.reading import looks
from plexus.shell.importing.reading.converters import Converter, converter
from plexus.shell.importing.reading.rows import Cell, Fault
from plexus.shell.importing.reading.spellings import Spelling

CONVERTED = {
    "integer": "integer", "rating": "integer", "decimal": "decimal", "percent": "percent", "money": "money",
    "yes_no": "yes_no", "date": "date", "date_time": "datetime",
}  # fmt: skip
LENIENT = {"email": "email", "phone": "phone", "url": "url"}
POINTS = {"emails": "email", "phones": "phone"}
UNSTATED = "XXX"  # ISO 4217 for no currency: the record's own
REMEMBERED = 50_000
_LABELLED = re.compile(r"(.*?)\s*\[([^\[\]]*)\]\Z", re.DOTALL)
_SEVERAL = re.compile(r" ::: |[；、|\n]")
Convert = Callable[[Cell], Any]


class Reader:
    """Reads the cells of one column: a value, None for blank, or a `Fault`. Texts are remembered."""

    def __init__(
        self, to: Destination, spelling: Spelling, replace: Mapping[str, str] | None = None, *, guarded: bool = False
    ) -> None:
        self.to = to
        self._replace = replace or {}
        self._guarded = guarded
        self._convert = _convert(to, spelling)
        self._known: dict[str, Any] = {}

    def __call__(self, cell: Cell) -> Any:
        if not isinstance(cell, str):
            return self._read(cell)
        try:
            return self._known[cell]
        except KeyError:
            return self._remembered(cell)

    def _remembered(self, text: str) -> Any:
        plain = text.strip()
        if self._guarded and plain.startswith("'"):
            plain = written.unguarded(plain)
        plain = self._replace.get(plain, plain)
        found = self._read(plain) if plain else None
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[text] = found
        return found

    def _read(self, cell: Cell) -> Any:
        try:
            return self._convert(cell)
        except Unfit as unfit:
            return Fault(unfit.code, unfit.message, unfit.params)


def error_of(path: str, fault: Fault) -> FieldError:
    """A fault as what is wrong with a field."""
    return FieldError(path, fault.code, fault.message, fault.params)


def _convert(to: Destination, spelling: Spelling) -> Convert:
    one, key = to.field, to.field.type.key
    if to.is_reference or key == "references":
        return _as_name if to.is_reference else lambda cell: _references(_text(cell), one)
    if key in CONVERTED:
        return _converted(one, converter(CONVERTED[key], spelling))
    if key in POINTS:
        return _points(one, converter(POINTS[key], spelling))
    if key in LENIENT:
        return _lenient(one, converter(LENIENT[key], spelling))
    if key in {"tags", "choices"}:
        return lambda cell: one.type.parse(list(_parts(_text(cell))), one)
    return lambda cell: one.type.parse(_text(cell), one)


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell if isinstance(cell, str) else cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def _as_name(cell: Cell) -> str | None:
    """The text by which a record is looked up; words for nothing name none."""
    text = " ".join(_text(cell).split())
    return None if looks.is_nothing(text) else text


def _converted(one: Field, convert: Converter) -> Convert:
    def read(cell: Cell) -> Any:
        value = convert(cell)
        if value is None or isinstance(value, Fault):
            return value
        if isinstance(value, Money):
            stated = "" if value.currency == UNSTATED else value.currency
            return Amount(one.type.parse({"amount": value.amount}, one).amount, stated)
        return one.type.parse(value, one)

    return read


def _lenient(one: Field, convert: Converter) -> Convert:
    """As written when the field takes it so, else as the converter makes it."""

    def read(cell: Cell) -> Any:
        text = _text(cell)
        try:
            return one.type.parse(text, one)
        except Unfit:
            value = convert(text)
            return value if value is None or isinstance(value, Fault) else one.type.parse(value, one)

    return read


def _points(one: Field, convert: Converter) -> Convert:
    def read(cell: Cell) -> Any:
        made = []
        for part in _parts(_text(cell)):
            labelled = _LABELLED.match(part)
            value, label = (labelled[1], labelled[2]) if labelled else (part, "")
            made.append({"value": _point(one, value, convert), "label": label})
        return one.type.parse(made, one) or None

    return read


def _point(one: Field, value: str, convert: Converter) -> str:
    try:
        return str(one.type.parse(value, one)[0]["value"])
    except Unfit:
        found = convert(value)
        if found is None or isinstance(found, Fault):
            raise
        return str(found)


def _parts(text: str) -> tuple[str, ...]:
    """The values of one cell: as exports join them, or parted by the signs that other programs use."""
    parts = written.split(text)
    if len(parts) == 1 and "\\" not in text:
        parts = tuple(part.strip() for part in _SEVERAL.split(text) if part.strip())
    return parts


def _references(text: str, one: Field) -> Any:
    pairs = (part.partition(":") for part in _parts(text))
    return one.type.parse([{"object": plural.strip(), "id": key.strip()} for plural, _colon, key in pairs], one)
