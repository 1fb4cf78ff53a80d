"""What a workspace wrote about an object's records, read once, and the values that its expressions look at."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Q

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.expressions.checked import Checked, Reading, readings
from plexus.kernel.expressions.checking import check
from plexus.kernel.expressions.formulas import Formula
from plexus.kernel.expressions.functions.function import Moment
from plexus.kernel.expressions.kinds import Kind, kind_of
from plexus.kernel.expressions.losing import out_of_memory
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.registry import Schema
from plexus.kernel.schema.rule import Rule
from plexus.kernel.schema.step import Step
from plexus.kernel.values.refusals import Refusal

log = logging.getLogger(__name__)
KEPT = 500
NONE: Mapping[UUID, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Ruled:
    """The expressions about an object's records; one that a later change of fields broke is left out, and logged.

    `defaults` stand in the order in which they build on each other.
    """

    rules: tuple[tuple[Rule, Checked], ...]
    required: tuple[tuple[Field, Checked], ...]
    defaults: tuple[tuple[Field, Checked], ...]
    visible: tuple[tuple[Field, Checked], ...]


def ruled(about: Object, workspace_id: UUID) -> Ruled:
    """What is written about an object now."""
    return _ruled(about, registry.of(workspace_id))


@lru_cache(maxsize=KEPT)
def _ruled(about: Object, schema: Schema) -> Ruled:
    rules = (
        (each, _read(about, schema, each.refuse_when, f"the rule {each.key}", Kind.YES_NO)) for each in about.rules
    )
    return Ruled(
        rules=tuple((rule, found) for rule, found in rules if found is not None),
        required=tuple(_of_fields(about, schema, "required_when", _yes_no)),
        defaults=_in_order(_of_fields(about, schema, "default_expression", kind_of)),
        visible=tuple(_of_fields(about, schema, "visible_when", _yes_no)),
    )


def _of_fields(
    about: Object, schema: Schema, part: str, wanted: Callable[[Field], Kind | None]
) -> Iterator[tuple[Field, Checked]]:
    """The fields of which one part is written, each with that expression where it can be asked."""
    for field in about.fields.values():
        if text := getattr(field, part):
            found = _read(about, schema, text, f"{part} of {field.name}", wanted(field))
            if found is not None:
                yield field, found


def _yes_no(_field: Field) -> Kind:
    return Kind.YES_NO


def _read(about: Object, schema: Schema, text: str, what: str, wanted: Kind | None) -> Checked | None:
    """An expression, checked; nothing, and a line in the log, where it cannot be asked any more."""
    try:
        checked = check(text, about, schema, wanted=wanted)
    except Refusal as refusal:
        log.warning("%s of %s is not asked: %s", what, about.plural, refusal.sentence())
        return None
    if rolled := out_of_memory(checked):
        log.warning("%s of %s is not asked: it reads %s", what, about.plural, ", ".join(rolled))
        return None
    return checked


def _in_order(found: Iterable[tuple[Field, Checked]]) -> tuple[tuple[Field, Checked], ...]:
    """The defaults so that each comes after those that it reads; those that go round in a circle as they come."""
    known = {field.name: (field, checked) for field, checked in found}
    graph = {
        name: {part.path[0] for part in readings(checked)} & known.keys() for name, (_one, checked) in known.items()
    }
    try:
        return tuple(known[name] for name in TopologicalSorter(graph).static_order())
    except CycleError:
        return tuple(known.values())


class Reach:
    """The records that expressions read beside a record itself, each fetched once; `load` fetches those of many rows.

    With an actor it reaches what he may read, and his hidden fields are empty; without one it looks as the company.
    `drafted` are records in memory, by their keys, that are yet to be stored.
    """

    def __init__(self, workspace_id: UUID, actor: Actor | None = None, drafted: Mapping[UUID, Any] = NONE) -> None:
        self._workspace_id, self._actor, self._drafted = workspace_id, actor, drafted
        self._found: dict[tuple[str, UUID], Any] = {}

    def load(self, parts: Iterable[Checked], rows: Sequence[Any]) -> None:
        """Fetch for many rows at once, one statement for each step that an expression takes."""
        for steps in {each.steps for part in parts for each in _deep(part, ())}:
            holders: Iterable[Any] = rows
            for step in steps:
                keys = {key for key in (_key(step.reference, each) for each in holders) if key}
                self._fetch(step.target, keys)
                holders = [found for key in keys if (found := self._found.get((step.target.plural, key)))]

    def reader(self, about: Object, row: Any, moment: Moment) -> Callable[[Reading], Any]:
        """How expressions read a row of an object and what it leads to; formulas are reckoned on the way."""

        def read(part: Reading) -> Any:
            if not self._sees(about, part):
                return None
            holder = self._at(row, part.steps)
            if holder is None:
                return None
            if isinstance(part.field.reckoning, Formula):
                return part.field.reckoning.value(self.reader(part.about, holder, moment), moment)
            return part.field.read(_Row(holder, part.field))

        return read

    def _sees(self, about: Object, part: Reading) -> bool:
        """Whether every field on the way is the actor's to read."""
        if self._actor is None:
            return True
        home = about
        for step in part.steps:
            if step.reference.name not in readable_fields(self._actor, home):
                return False
            home = step.target
        return part.field.name in readable_fields(self._actor, home)

    def _at(self, row: Any, steps: Sequence[Step]) -> Any:
        """The record at the end of some steps from a row; nothing where one leads nowhere."""
        for step in steps:
            key = _key(step.reference, row) if row is not None else None
            if key is None:
                return None
            self._fetch(step.target, {key})
            row = self._found[step.target.plural, key]
        return row

    def _fetch(self, target: Object, keys: Iterable[UUID]) -> None:
        new = [key for key in keys if (target.plural, key) not in self._found]
        if new:
            allowed = permitted(self._actor, target) if self._actor else Q()
            rows = target.rows(self._workspace_id).filter(allowed).in_bulk(new)
            self._found |= {(target.plural, key): rows.get(key) or self._drafted.get(key) for key in new}


def _deep(part: Checked, steps: tuple[Step, ...]) -> Iterator[Reading]:
    """Every field that an expression reads, and those that formulas among them read."""
    for each in readings(part):
        yield replace(each, steps=(*steps, *each.steps))
        if isinstance(each.field.reckoning, Formula):
            yield from _deep(each.field.reckoning.checked, (*steps, *each.steps))


def _key(reference: Field, row: Any) -> UUID | None:
    held = row.custom.get(reference.name) if reference.custom else getattr(row, reference.column)
    return UUID(held) if isinstance(held, str) else held


def primary_of(row: Any, field: Field) -> str:
    """The first of some addresses or numbers, which the database says only of a row that was stored."""
    points = getattr(row, field.alias_of or "")
    return str(points[0]["value"]) if points else ""


class _Row(Mapping[str, Any]):
    """A row in memory as one that was fetched."""

    def __init__(self, row: Any, field: Field) -> None:
        self._row, self._field = row, field

    def __getitem__(self, name: str) -> Any:
        if name == f"{self._field.name}_title":
            return None
        return primary_of(self._row, self._field) if self._field.alias_of else getattr(self._row, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._field.columns)

    def __len__(self) -> int:
        return len(self._field.columns)


def read_in_memory(field: Field, row: Any) -> Any:
    """The value of a field of a row in memory, as it would be read."""
    return field.read(_Row(row, field))
