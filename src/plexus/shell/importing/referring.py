"""Which records the references of rows lead to: looked up together, made when asked, or awaited from the same file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.field_types.unique_id import uuid_of
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import leading_to
from plexus.kernel.values.refusals import FieldError
from plexus.shell.importing import finding, refusals
from plexus.shell.importing.making import Made, Maker
from plexus.shell.importing.reading import looks
from plexus.shell.importing.relating import Relater
from plexus.shell.importing.verdicts import Row

ID = "id"
REMEMBERED = 200_000
Wanted = tuple[tuple[str, str], ...]
Known = dict[tuple[str, str, str], list[UUID]]


@dataclass
class Referrer:
    """Resolves references of one import. `own` are the names in the file itself, for references within it.

    When `lenient`, a row goes in without an optional reference that leads nowhere, which is noted; and records are
    made of names alone, not of another system's ids.
    """

    actor: Actor
    about: Object
    create_missing: frozenset[str]
    maker: Maker
    own: frozenset[str] = frozenset()
    lenient: bool = False
    known: Known = field(default_factory=dict)
    _sure: dict[tuple[str, Wanted], UUID] = field(default_factory=dict)

    def resolve(self, rows: Sequence[Row]) -> None:
        """Put the ids of records in place of what rows say of them; rows that name none are rejected."""
        for one in self._in_order(rows):
            target = registry.of(self.actor.workspace_id).object(one.target or "")
            asking = self._unsure(rows, one, target)
            self.load(target, {pair for row in asking for pair in row.values[one.name]})
            alike: dict[str, str] = {}
            missing = [row for row in asking if not self._set(row, one, target)]
            texts = [row.values[one.name][-1][1] for row in missing]
            alike = finding.alike(self.actor, target, list(dict.fromkeys(texts))) if texts else {}
            for row in missing:
                self._without(row, one, target, alike)
        Relater(registry.of(self.actor.workspace_id), self.load, self.known, self.miss).resolve(self.about, rows)

    def _in_order(self, rows: Sequence[Row]) -> list[Field]:
        """The references that rows make; those by which others are told apart come first."""
        found = [
            each
            for name, each in self.about.fields.items()
            if each.target and any(isinstance(row.values.get(name), tuple) for row in rows)
        ]
        schema = registry.of(self.actor.workspace_id)
        tells = {
            each.name: sum(each.name in schema.object(other.target or "").fields for other in found) for each in found
        }
        return sorted(found, key=lambda each: -tells[each.name])

    def _unsure(self, rows: Sequence[Row], one: Field, target: Object) -> list[Row]:
        """Give rows the record that is known to be the only one with what they say; those that say something else."""
        asking = []
        for row in rows:
            wanted = row.values.get(one.name)
            if isinstance(wanted, tuple) and row.stands:
                if (known := self._sure.get((target.plural, wanted))) is not None:
                    row.values[one.name] = known
                else:
                    asking.append(row)
        return asking

    def load(self, target: Object, pairs: Iterable[tuple[str, str]]) -> None:
        """Look up what is not known yet: one query for each key of the target."""
        if len(self.known) > REMEMBERED:
            self._forget()
        wanted: dict[str, set[str]] = {}
        for lookup, text in pairs:
            for name in _lookups(target, lookup, text):
                if (target.plural, name, finding.plain(text)) not in self.known:
                    wanted.setdefault(name, set()).add(text)
        for name, texts in wanted.items():
            self._load_by(target, target.fields[name], texts)

    def _forget(self) -> None:
        self.known.clear()
        self._sure.clear()

    def _load_by(self, target: Object, one: Field, texts: set[str]) -> None:
        for text in texts:
            self.known[target.plural, one.name, finding.plain(text)] = []
        values = texts if one.type.textual else {uuid_of(text) for text in texts}
        for record_id, (value,) in finding.rows_with(self.actor, target, one, values):
            self.known.setdefault((target.plural, one.name, str(value)), []).append(record_id)

    def _set(self, row: Row, one: Field, target: Object) -> bool:
        """Whether the row could be given a record, or be rejected because several fit."""
        wanted = row.values[one.name]
        for lookup, text in wanted:
            for name in _lookups(target, lookup, text):
                found = self.known.get((target.plural, name, finding.plain(text)), [])
                fitting = found if len(found) < 2 else self._beside(row, target, found)
                if len(fitting) == 1:
                    row.values[one.name] = fitting[0]
                    if fitting is found:
                        self._sure[target.plural, wanted] = fitting[0]
                    return True
                if found:
                    self.miss(row, one, FieldError(one.name, "ambiguous", refusals.SEVERAL, {"text": text}))
                    return True
        return False

    def _beside(self, row: Row, target: Object, found: list[UUID]) -> list[UUID]:
        """Of several records those that agree with the row's other references: the stage of its pipeline."""
        beside = dict(_shared(self.about, row, target))
        if not beside:
            return found
        rows = target.rows(self.actor.workspace_id).filter(pk__in=found)
        for name, key in beside.items():
            rows = rows.filter(leading_to(target.fields[name], key))
        return list(rows.values_list("pk", flat=True)[:2])

    def _without(self, row: Row, one: Field, target: Object, alike: dict[str, str]) -> None:
        """Await the record from the same file, make it, or reject the row."""
        pairs = row.values[one.name]
        called = next((pair for pair in pairs if not pair[0]), None)
        keyed = (ID, pairs[0][1]) if self.lenient else next((pair for pair in pairs if pair[0] != ID), pairs[0])
        lookup, text = called or keyed
        if target is self.about and finding.plain(text) in self.own:
            row.later[one.name] = text
            row.values[one.name] = None
        elif one.name in self.create_missing and lookup != ID and not looks.is_uuid(text):
            self._make(row, one, target, (lookup, text))
        else:
            self.miss(row, one, _not_found(one, text, alike))

    def miss(self, row: Row, one: Field, why: FieldError) -> None:
        """Let the row go in without a reference, or not at all."""
        if self.lenient and not one.required:
            row.missed.append(why)
            row.values[one.name] = None
        else:
            row.reject(why)

    def _make(self, row: Row, one: Field, target: Object, wanted: tuple[str, str]) -> None:
        try:
            made: Made = self.maker.draft(target, *wanted, dict(_shared(self.about, row, target)))
        except Unfit as unfit:
            reason = gettext(unfit.message) % unfit.params
            row.reject(FieldError(one.name, "not_made", refusals.NOT_MADE, {"text": wanted[1], "reason": reason}))
        else:
            row.needs.append(made)
            row.values[one.name] = made.row.pk

    def found(self, target: Object, text: str) -> UUID | None:
        """The one record that a text names now, or nothing."""
        self._forget()
        self.load(target, [("", text)])
        for name in _lookups(target, "", text):
            ids = self.known.get((target.plural, name, finding.plain(text)), [])
            if len(ids) == 1:
                return ids[0]
        return None


def _lookups(target: Object, lookup: str, text: str) -> Iterator[str]:
    """The fields to look a text up by: the one that was named, else the keys of the target and its title."""
    if lookup and lookup != ID:
        yield lookup
        return
    if looks.is_uuid(text):
        yield ID
    if lookup == ID:
        return
    title = (target.title.name,) if target.title.type.textual else ()
    for name in dict.fromkeys((*target.described.match, *title)):
        if target.fields[name].type.textual:
            yield name


def _shared(about: Object, row: Row, target: Object) -> Iterator[tuple[str, UUID]]:
    """References that the row and the target's records both have: the account of a deal is that of its contact."""
    for name, value in row.values.items():
        one = target.fields.get(name)
        alike = one is not None and one.target and one.target == about.fields[name].target
        if alike and isinstance(value, UUID) and name not in {"owner", "team"}:
            yield name, value


def _not_found(one: Field, text: str, alike: dict[str, str]) -> FieldError:
    if (known := alike.get(text)) is not None:
        return FieldError(one.name, "not_found", refusals.DID_YOU_MEAN, {"text": text, "known": known})
    return FieldError(one.name, "not_found", refusals.NO_RECORD, {"text": text})


def wanted_of(given: list[tuple[str, Any]]) -> Wanted:
    """What a row says of one reference: the id first, then other keys, then what may fit several records."""
    return tuple(sorted(given, key=lambda pair: (pair[0] != ID, not pair[0])))
