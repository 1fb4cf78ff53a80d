"""Changing many records one by one in memory, under the same rules as a single change, and saving them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.clock import moment_of, today_of
from plexus.kernel.records.many import savepoints, selecting, storing
from plexus.kernel.records.many.tally import BulkResult
from plexus.kernel.records.models import Record
from plexus.kernel.records.preparing import ruling
from plexus.kernel.records.reckoning import NONE
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal

CHUNK = 2_000
Alter = Callable[[Any], object]
Reference = ForeignKey[Any, Any]


class Leaves(Exception):
    """Some records would leave the actor's sight; rolls the savepoint back."""

    def __init__(self, ids: Iterable[UUID]) -> None:
        self.ids = set(ids)
        super().__init__()


def alter_rows(
    actor: Actor, about: Object, ids: Sequence[UUID], alter: Alter, now: datetime, result: BulkResult
) -> None:
    """Let `alter` change each row; rows that break a rule are counted as refused and stay as they were."""
    for chunk in selecting.chunks(ids, CHUNK):
        savepoints.around_faults(
            chunk,
            lambda part: result.add(_Work(actor, about, alter, now, BulkResult()).done(part)),
            lambda key, error: refuse(result, key, error, about),
        )


def refuse(result: BulkResult, key: UUID, error: Any, about: Object | None = None) -> None:
    """Count a record that a constraint refused."""
    refusal = changing.refusal_of(error, about)
    result.refuse([key], refusal, refusal.fields)


class _Work:
    """One chunk and its own tally, which counts only when the chunk is kept."""

    def __init__(self, actor: Actor, about: Object, alter: Alter, now: datetime, result: BulkResult) -> None:
        self.actor, self.about, self.alter, self.now, self.result = actor, about, alter, now, result

    def done(self, ids: Sequence[UUID]) -> BulkResult:
        """Change and save the rows; raises the database's error when a constraint refuses one."""
        rows = list(selecting.of_ids(self.actor, self.about, ids).order_by("pk").select_for_update(of=("self",)))
        held = {row.pk: changing.attributes(row) for row in rows}
        rows = [row for row in rows if self._altered(row)]
        different = [row for row in rows if changed(row, held[row.pk])]
        load_references(self.about, different)
        faults = {row.pk: self._faults(row, held[row.pk]) for row in different}
        for key, errors in ruling.broken(self.actor, self.about, different, moment_of(self.actor, self.now)).items():
            faults[key] = [*faults[key], *errors]
        right = [row for row in different if not faults[row.pk]]
        # What was set may have been settled back to what it was.
        kept = [row for row in right if changed(row, held[row.pk])]
        self._store(kept, held)
        savepoints.check_references()
        self.result.changed += len(kept)
        self.result.unchanged += len(rows) - len(different) + len(right) - len(kept)
        for key, errors in faults.items():
            if errors:
                self.result.refuse([key], Invalid, errors)
        return self.result

    def _altered(self, row: Any) -> bool:
        try:
            self.alter(row)
        except Refusal as refusal:
            self.result.refuse([row.pk], refusal)
            return False
        return True

    def _faults(self, row: Any, held: dict[str, Any]) -> Any:
        return changing.settled(self.actor, self.about, row, changed(row, held), today=today_of(self.actor, self.now))

    def _store(self, rows: list[Any], held: dict[UUID, dict[str, Any]]) -> None:
        columns = sorted({name for row in rows for name in changed(row, held[row.pk])})
        if rows:
            storing.store(self.actor, rows, columns, self.now)


def changed(row: Any, held: dict[str, Any]) -> frozenset[str]:
    """The attributes of a row that differ from what it held."""
    return frozenset(name for name, value in changing.attributes(row).items() if value != held[name])


def load_references(about: Object, rows: Sequence[Any], drafted: Mapping[UUID, Any] = NONE) -> None:
    """Fetch at once what the rules of each row read of other records; `drafted` are some that are yet to be stored."""
    found = References(about, lambda field: {getattr(row, field.attname) for row in rows}, drafted)
    for row in rows:
        found.give(row)


class References:
    """The records that the rules of an object's rows read, fetched at once by the keys of each reference.

    `drafted` are records in memory, by their keys, to which rows may refer and that are yet to be stored.
    """

    def __init__(
        self,
        about: Object,
        keys: Callable[[Reference], Iterable[UUID | None]],
        drafted: Mapping[UUID, Any] = NONE,
    ) -> None:
        columns = about.model._meta.concrete_fields if drafted else ()
        self._made = [(each, drafted) for each in columns if isinstance(each, ForeignKey)]
        names = {*about.model.settled_by, "owner"} if issubclass(about.model, Record) else set()
        fields = (about.model._meta.get_field(name) for name in sorted(names))
        self._found = [
            (field, field.related_model._default_manager.in_bulk(set(keys(field)) - {None}))
            for field in fields
            if isinstance(field, ForeignKey)
        ]

    def give(self, row: Any) -> None:
        """Let a row know those it refers to."""
        for field, found in (*self._found, *self._made):
            if (target := found.get(getattr(row, field.attname))) is not None:
                field.set_cached_value(row, target)
