"""From a cell to the value of a field: the column's spelling first, then the field's own rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy

from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import EVERY_TYPE, Unfit
from plexus.kernel.schema.field_types.choice import SEPARATORS
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
NORMALISED = {"email": "email", "phone": "phone"}
LENIENT = {"url": "url"}
POINTS = {"emails": "email", "phones": "phone"}
FINAL = frozenset({"number_cut"})
UNSTATED = "XXX"  # ISO 4217 for no currency: the record's own
REMEMBERED = 50_000
_LABELLED = re.compile(r"(.*?)\s*\[([^\[\]]*)\]\Z", re.DOTALL)
_SEVERAL = re.compile(r" ::: |[；、|\n]")
Convert = Callable[[Cell], Any]


@dataclass(frozen=True)
class Several:
    """What a cell of the primary address or number says when several stand in it: a list for the whole field."""

    name: str
    points: Any


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
            return cell if isinstance(cell, Fault) else self._read(cell)
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
            return Fault(unfit.code, unfit.message, {**unfit.params, **_offered(self.to.field, unfit)})


def _offered(one: Field, unfit: Unfit) -> dict[str, Any]:
    """The choices of a field as people know them, in the language of whoever reads the sentence."""
    if "choices" not in unfit.params:
        return {}
    return {"choices": _labels(one)}


def _labels_now(one: Field) -> str:
    return ", ".join(str(each.label) for each in one.offered)


_labels = lazy(_labels_now, str)


def error_of(path: str, fault: Fault) -> FieldError:
    """A fault as what is wrong with a field."""
    return FieldError(path, fault.code, fault.message, fault.params)


def _convert(to: Destination, spelling: Spelling) -> Convert:
    one, key = to.field, to.field.type.key
    if to.is_reference or key == "references":
        return _naming(to)
    for kinds, read in ((CONVERTED, _converted), (POINTS, _points), (NORMALISED, _normalised), (LENIENT, _lenient)):
        if key in kinds:
            return read(one, converter(kinds[key], spelling))
    if key == "tags":
        return lambda cell: one.type.parse(", ".join(_parts(text_of(cell))), one)
    if key == "choices":
        return lambda cell: one.type.parse([each for part in _parts(text_of(cell)) for each in _chosen(part, one)], one)
    return lambda cell: one.type.parse(text_of(cell), one)


def _chosen(text: str, one: Field) -> list[str]:
    """One choice, whatever its label holds, or several with commas between them."""
    known = text in one.choice_keys or one.key_of_label(text)
    return [text] if known else [part.strip() for part in SEPARATORS.split(text) if part.strip()]


def text_of(cell: Cell) -> str:
    """A cell as text that reads back the same; of one that cannot be read what stands there."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Fault):
        return str(cell.params.get("text", ""))
    return cell if isinstance(cell, str) else cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def _as_name(cell: Cell) -> str | None:
    """The text by which a record is looked up; words for nothing name none."""
    text = " ".join(text_of(cell).split())
    return None if looks.is_nothing(text) else text


def _naming(to: Destination) -> Convert:
    """One record by a text, several by texts of one key, or several by their ids."""
    if to.is_reference:
        return _as_name
    return _as_names if to.lookup else lambda cell: _references(text_of(cell), to.field)


def _as_names(cell: Cell) -> tuple[str, ...] | None:
    """The texts by which several records are looked up."""
    names = tuple(name for part in _parts(text_of(cell)) if (name := _as_name(part)))
    return names or None


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
        text = text_of(cell)
        try:
            return one.type.parse(text, one)
        except Unfit:
            value = convert(text)
            return value if value is None or isinstance(value, Fault) else one.type.parse(value, one)

    return read


def _normalised(one: Field, convert: Converter) -> Convert:
    """In the one spelling that the converter knows, else as written when the field takes it so."""

    def read(cell: Cell) -> Any:
        text = text_of(cell)
        if one.alias_of and len(parts := _parts(text)) > 1:
            points = [{"value": each} for part in parts if (each := _single(one, part, convert))]
            return Several(one.alias_of, EVERY_TYPE[f"{one.type.key}s"].parse(points, one))
        value = convert(text)
        if value is None:
            return None
        if not isinstance(value, Fault):
            return one.type.parse(value, one)
        return value if value.code in FINAL else one.type.parse(text, one)

    return read


def _single(one: Field, text: str, convert: Converter) -> str:
    found = convert(text)
    return str(one.type.parse(text if found is None or isinstance(found, Fault) else found, one))


def _points(one: Field, convert: Converter) -> Convert:
    def read(cell: Cell) -> Any:
        made = []
        for part in _parts(text_of(cell)):
            labelled = _LABELLED.match(part)
            value, label = (labelled[1], labelled[2]) if labelled else (part, "")
            made.append({"value": _point(one, value, convert), "label": label})
        return one.type.parse(made, one) or None

    return read


def _point(one: Field, value: str, convert: Converter) -> str:
    found = convert(value)
    if isinstance(found, Fault) and found.code in FINAL:
        raise Unfit(found.code, found.message, **found.params)
    spelled = value if found is None or isinstance(found, Fault) else str(found)
    return str(one.type.parse(spelled, one)[0]["value"])


def _parts(text: str) -> tuple[str, ...]:
    """The values of one cell: as exports join them, or parted by the signs that other programs use."""
    parts = written.split(text)
    if len(parts) == 1 and "\\" not in text and _SEVERAL.search(text):
        parts = tuple(part.strip() for part in _SEVERAL.split(text) if part.strip())
    return parts


def _references(text: str, one: Field) -> Any:
    pairs = (part.partition(":") for part in _parts(text))
    return one.type.parse([{"object": plural.strip(), "id": key.strip()} for plural, _colon, key in pairs], one)
