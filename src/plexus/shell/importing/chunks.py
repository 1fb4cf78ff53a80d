"""One chunk of rows in one transaction: read, resolved, matched, built by the rules of single changes, stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction

from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import altering, assigning, changing, savepoints, selecting, storing
from plexus.kernel.records.clock import today_of
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.shell.importing import making, refusals
from plexus.shell.importing.cells import error_of
from plexus.shell.importing.columns import Plan
from plexus.shell.importing.making import Maker
from plexus.shell.importing.matching import Matcher
from plexus.shell.importing.order import Mode, Order
from plexus.shell.importing.reading.rows import Fault
from plexus.shell.importing.referring import Referrer, wanted_of
from plexus.shell.importing.verdicts import Row, Tally, Verdict

NOT_ALLOWED = FieldError("", NotAllowed.code, NotAllowed.message)


@dataclass
class Work:
    """What the chunks of one import have in common."""

    actor: Actor
    about: Object
    order: Order
    plan: Plan
    now: datetime
    maker: Maker
    referrer: Referrer
    matcher: Matcher
    fallbacks: dict[str, UUID] = field(default_factory=dict)

    def read(self, row: Row) -> Row:
        """Fill a row's values from its cells."""
        values = row.values
        wanted: dict[str, list[tuple[str, str]]] = {}
        for column, reader in self.plan.columns:
            value = reader(row.cells[column.index])
            if isinstance(value, Fault):
                row.reasons.append(error_of(column.header, value))
            elif column.to.is_reference:
                if value is not None:
                    wanted.setdefault(column.to.field.name, []).append((column.to.lookup, value))
                else:
                    values.setdefault(column.to.field.name, None)
            else:
                values[column.to.field.name] = value
        for to, value in self.plan.constants:
            values[to.field.name] = ((to.lookup, value),) if to.is_reference and value else value
        for name, pairs in wanted.items():
            values[name] = wanted_of(pairs)
        if row.reasons:
            row.verdict = Verdict.REJECTED
        return row

    def take(self, rows: Sequence[Row], tally: Tally) -> None:
        """Bring rows into the open transaction; each gets its verdict."""
        self.matcher.note_repeats(rows)
        self.referrer.resolve(rows)
        self.matcher.find(rows)
        known: dict[UUID, Row] = {}
        for row in rows:
            if row.stands and row.record_id and (first := known.setdefault(row.record_id, row)) is not row:
                row.reject(FieldError("", "twice", refusals.TWICE, {"row": first.number}), verdict=Verdict.DUPLICATE)
        new = [row for row in rows if row.stands and not row.record_id]
        _Changes(self, list(known.values()), tally).run()
        _Additions(self, new, tally).run()


class _Part:
    """Rows that are stored in one way; a row that the database refuses stands alone, the others go on."""

    def __init__(self, work: Work, rows: Sequence[Row], tally: Tally) -> None:
        self.work, self.rows, self.tally = work, rows, tally
        self.by_id: dict[UUID, Row] = {}
        self.records: dict[UUID, Any] = {}

    def prepare(self) -> None:
        """Reject what cannot be; fill `records` with what is to be stored."""
        raise NotImplementedError

    def store(self, records: Sequence[Any]) -> None:
        """Store records in the open savepoint."""
        raise NotImplementedError

    verb: Verb
    verdict: Verdict

    def run(self) -> None:
        if self.rows:
            self.prepare()
        if self.records:
            savepoints.around_faults(list(self.records), self._store, self._refuse)
            for key in self.records:
                if self.by_id[key].stands:
                    self.by_id[key].record_id, self.by_id[key].verdict = key, self.verdict

    def _store(self, ids: Sequence[UUID]) -> None:
        """Store what the actor may still reach afterwards."""
        kept = list(ids)
        while kept:
            try:
                with transaction.atomic():
                    self._store_all(kept)
                return
            except altering.Leaves as leaves:
                for key in leaves.ids:
                    self.by_id[key].reject(NOT_ALLOWED)
                kept = [key for key in kept if key not in leaves.ids]

    def _store_all(self, ids: Sequence[UUID]) -> None:
        made = self.work.maker.store(each for key in ids for each in self.by_id[key].needs)
        try:
            self.store([self.records[key] for key in ids])
            savepoints.check_references()
            self._must_be_permitted(ids)
        except (altering.Leaves, DatabaseError):
            making.forget(made)
            raise
        self.tally.missing.update(each.about.plural for each in made if not each.counted)
        for each in made:
            each.counted = True

    def _must_be_permitted(self, ids: Sequence[UUID]) -> None:
        work = self.work
        if level(work.actor, work.about, self.verb) is Level.ALL and not work.about.described.part_of:
            return
        if gone := set(ids).difference(selecting.within(work.actor, work.about, ids, self.verb)):
            raise altering.Leaves(gone)

    def _refuse(self, key: UUID, error: Any) -> None:
        refusal = changing.refusal_of(error)
        self.by_id[key].reject(*(refusal.fields or [FieldError("", refusal.code, refusal.message)]))


class _Additions(_Part):
    """Rows that make new records."""

    verb, verdict = Verb.CREATE, Verdict.CREATED

    def prepare(self) -> None:
        work = self.work
        if work.order.mode is Mode.UPDATE:
            return self._reject_all(FieldError("", "not_there", refusals.NOT_THERE))
        if level(work.actor, work.about, Verb.CREATE) is Level.NONE:
            return self._reject_all(NOT_ALLOWED)
        drafts = [(row, *self._drafted(row)) for row in self.rows]
        altering.load_references(work.about, [record for _row, record, _changed, _given in drafts])
        for row, record, changed, given in drafts:
            errors = changing.finished(work.actor, work.about, record, changed, given, work.now)
            if errors:
                row.reject(*errors)
            else:
                self.by_id[record.pk], self.records[record.pk] = row, record
        return None

    def _reject_all(self, reason: FieldError) -> None:
        for row in self.rows:
            row.reject(reason)

    def _drafted(self, row: Row) -> tuple[Any, frozenset[str], frozenset[str]]:
        work = self.work
        said = {name: value for name, value in row.values.items() if value not in (None, "", []) and name != "id"}
        values = {**work.fallbacks, **said}
        given = frozenset(values) | {name for name in work.plan.named if name != "owner"}
        record, changed = changing.drafted(work.actor, work.about, values, given, work.now)
        return record, changed, given

    def store(self, records: Sequence[Any]) -> None:
        storing.insert(records)


class _Changes(_Part):
    """Rows that mean records which are there."""

    verb, verdict = Verb.READ, Verdict.UPDATED

    def prepare(self) -> None:
        work = self.work
        if work.order.mode is Mode.CREATE:
            for row in self.rows:
                row.reject(FieldError("", "is_there", refusals.IS_THERE))
            return
        self.by_id = {row.record_id: row for row in self.rows if row.record_id}
        allowed = set(selecting.within(work.actor, work.about, list(self.by_id), Verb.UPDATE))
        records = selecting.of_ids(work.actor, work.about, list(self.by_id)).order_by("pk")
        found = {record.pk: record for record in records.select_for_update(of=("self",))}
        self.held = {key: changing.attributes(record) for key, record in found.items()}
        different = [found[key] for key, row in self.by_id.items() if self._assigned(row, found[key], key in allowed)]
        altering.load_references(work.about, different)
        for record in different:
            self._settle(record)

    def _assigned(self, row: Row, record: Any, allowed: bool) -> bool:
        """Whether the row says anything new of the record, and may."""
        assigning.assign(self.work.about, record, self._said(row))
        if not altering.changed(record, self.held[record.pk]):
            row.verdict = Verdict.UNCHANGED
            return False
        if not allowed or level(self.work.actor, self.work.about, Verb.UPDATE) is Level.NONE:
            row.reject(NOT_ALLOWED)
            return False
        return True

    def _said(self, row: Row) -> dict[str, Any]:
        fields = self.work.about.fields
        return {
            name: fields[name].type.empty if value is None else value
            for name, value in row.values.items()
            if name != "id"
            and (value not in (None, "", []) or (self.work.order.clear_blanks and name not in row.later))
        }

    def _settle(self, record: Any) -> None:
        work, row = self.work, self.by_id[record.pk]
        today = today_of(work.actor, work.now)
        errors = changing.settled(work.about, record, altering.changed(record, self.held[record.pk]), today=today)
        different = altering.changed(record, self.held[record.pk])
        if errors:
            row.reject(*errors)
        elif different:
            row.changes = tuple(sorted(different))
            self.records[record.pk] = record
        else:
            row.verdict = Verdict.UNCHANGED

    def store(self, records: Sequence[Any]) -> None:
        names = sorted({name for record in records for name in self.by_id[record.pk].changes})
        storing.store(self.work.actor, records, names, self.work.now)
