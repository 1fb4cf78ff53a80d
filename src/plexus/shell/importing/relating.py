"""Lists of references: the records that an activity or task is about, found by a key of each one's object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.registry import Schema
from plexus.kernel.values.refusals import FieldError
from plexus.shell.importing import finding, refusals
from plexus.shell.importing.verdicts import Row

Load = Callable[[Object, Iterable[tuple[str, str]]], None]
Miss = Callable[[Row, Field, FieldError], None]
Known = Mapping[tuple[str, str, str], list[UUID]]


@dataclass(frozen=True)
class Relater:
    """Resolves lists of references: `load` looks texts up, `known` has what was found, `miss` notes what was not."""

    schema: Schema
    load: Load
    known: Known
    miss: Miss

    def resolve(self, about: Object, rows: Sequence[Row]) -> None:
        """Put references in place of what rows say of the records they are about."""
        for one in about.fields.values():
            if one.type.key == "references":
                self._resolve(one, [row for row in rows if row.stands and _pairs(row, one)])

    def _resolve(self, one: Field, rows: Sequence[Row]) -> None:
        for lookup in dict.fromkeys(lookup for row in rows for lookup, _text in _pairs(row, one)):
            plural, _dot, key = lookup.partition(".")
            texts = {text for row in rows for told, text in _pairs(row, one) if told == lookup}
            self.load(self.schema.object(plural), [(key, text) for text in texts])
        for row in rows:
            self._set(row, one)

    def _set(self, row: Row, one: Field) -> None:
        led: list[dict[str, Any]] = []
        for lookup, text in tuple(_pairs(row, one)):
            plural, _dot, key = lookup.partition(".")
            found = self.known.get((plural, key, finding.plain(text)), [])
            if len(found) == 1:
                led.append({"object": plural, "id": str(found[0])})
            else:
                code, sentence = ("ambiguous", refusals.SEVERAL) if found else ("not_found", refusals.NO_RECORD)
                self.miss(row, one, FieldError(one.name, code, sentence, {"text": text}))
        try:
            row.values[one.name] = one.type.parse(led, one)
        except Unfit as unfit:
            row.reject(FieldError(one.name, unfit.code, unfit.message, unfit.params))


def _pairs(row: Row, one: Field) -> tuple[tuple[str, str], ...]:
    value = row.values.get(one.name)
    return value if isinstance(value, tuple) else ()
