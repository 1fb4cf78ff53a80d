"""Lists of references: the records that an activity or task is about, found by a key of each one's object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.preparing import assigning
from plexus.kernel.schema import registry
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


def must_be_seen(actor: Actor, about: Object, rows: Sequence[Row]) -> None:
    """Reject rows that refer by id to what their actor may not see, unless their record refers to it already."""
    for one in about.fields.values():
        said = [row for row in rows if row.stands and row.values.get(one.name)] if one.type.key == "references" else []
        seen = _seen(actor, (each for row in said for each in row.values[one.name]))
        strange = [row for row in said if not _keys(row.values[one.name]) <= seen]
        records = about.rows(actor.workspace_id).in_bulk({row.record_id for row in strange if row.record_id})
        for row in strange:
            held = assigning.referred(one, records[row.record_id]) if row.record_id in records else None
            unknown = _keys(row.values[one.name]) - seen - _keys(held or ())
            if unknown:
                text = ":".join(min(unknown))
                row.reject(FieldError(one.name, "not_found", refusals.NO_RECORD, {"text": text}))


def _keys(references: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    return {(each["object"], str(each["id"])) for each in references}


def _seen(actor: Actor, references: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Those of some references that lead to what an actor may see; a statement for each object."""
    wanted: dict[str, set[str]] = {}
    for plural, key in _keys(references):
        wanted.setdefault(plural, set()).add(key)
    known = registry.of(actor.workspace_id).objects
    return {
        (plural, str(key))
        for plural, keys in wanted.items()
        if plural in known
        for key in finding.readable(actor, known[plural]).filter(pk__in=keys).values_list("pk", flat=True)
    }


def _pairs(row: Row, one: Field) -> tuple[tuple[str, str], ...]:
    value = row.values.get(one.name)
    return value if isinstance(value, tuple) else ()
