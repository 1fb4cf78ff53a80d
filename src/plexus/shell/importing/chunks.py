"""One chunk of rows in one transaction: read, resolved, matched, built by the rules of single changes, stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction

from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.clock import moment_of, today_of
from plexus.kernel.records.many import altering, lines, savepoints, selecting, storing
from plexus.kernel.records.preparing import assigning, defaulting, numbering, ruling
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.shell.importing import making, refusals, relating, spelled
from plexus.shell.importing.aside import Aside
from plexus.shell.importing.columns import Plan
from plexus.shell.importing.making import Maker
from plexus.shell.importing.matching import Matcher
from plexus.shell.importing.order import Mode, Order
from plexus.shell.importing.referring import Referrer
from plexus.shell.importing.verdicts import Row, Tally, Verdict

FIRST, PART = 400, 2_000  # PostgreSQL waits for the first part only.
Records = dict[UUID, Any]
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
    aside: Aside
    fallbacks: dict[str, UUID] = field(default_factory=dict)

    def take(self, rows: Sequence[Row], tally: Tally, meanwhile: Callable[[], None]) -> None:
        """Bring rows into the open transaction; each gets its verdict. `meanwhile` begins what can be done aside."""
        self.referrer.resolve(rows)
        self.matcher.find(rows)
        relating.must_be_seen(self.actor, self.about, rows)
        known: dict[UUID, Row] = {}
        for row in rows:
            if row.stands and row.record_id and (first := known.setdefault(row.record_id, row)) is not row:
                row.reject(FieldError("", "twice", refusals.TWICE, {"row": first.number}), verdict=Verdict.DUPLICATE)
        new = [row for row in rows if row.stands and not row.record_id]
        changes, additions = _Changes(self, list(known.values()), tally), _Additions(self, new, tally)
        drafts = additions.prepared()
        meanwhile()
        changes.store_all(changes.prepared())
        additions.store_all(drafts)


class _Part:
    """Rows that are stored in one way; a row that the database refuses stands alone, the others go on."""

    def __init__(self, work: Work, rows: Sequence[Row], tally: Tally) -> None:
        self.work, self.rows, self.tally = work, rows, tally
        self.by_id: dict[UUID, Row] = {}
        self.records: dict[UUID, Any] = {}
        self.drafted = {made.row.pk: made.row for row in rows for made in row.needs}

    def prepared(self) -> Iterable[Records]:
        """Reject what cannot be; give what is to be stored, part by part."""
        raise NotImplementedError

    def store(self, records: Sequence[Any]) -> None:
        """Store records in the open savepoint."""
        raise NotImplementedError

    verb: Verb
    verdict: Verdict

    def store_all(self, prepared: Iterable[Records]) -> None:
        """Store what was prepared, and note what became of each row."""
        for drafted in prepared:
            records = self._ruled(drafted)
            self.records |= records
            savepoints.around_faults(list(records), self._store, self._refuse)
            for key in records:
                if self.by_id[key].stands:
                    self.by_id[key].record_id, self.by_id[key].verdict = key, self.verdict

    def _ruled(self, records: Records) -> Records:
        """Without those that break a rule of the workspace."""
        work = self.work
        moment = moment_of(work.actor, work.now)
        broken = ruling.broken(work.actor, work.about, list(records.values()), moment, drafted=self.drafted)
        for key, errors in broken.items():
            self.by_id[key].reject(*errors)
        return {key: record for key, record in records.items() if key not in broken}

    def _store(self, ids: Sequence[UUID]) -> None:
        """Store what the actor may still reach afterwards."""
        kept = list(ids)
        while kept:
            try:
                with transaction.atomic():
                    self._store_now(kept)
                return
            except altering.Leaves as leaves:
                for key in leaves.ids:
                    self.by_id[key].reject(NOT_ALLOWED)
                kept = [key for key in kept if key not in leaves.ids]

    def _store_now(self, ids: Sequence[UUID]) -> None:
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
        if level(work.actor, work.about, self.verb) is Level.ALL and not work.about.is_led:
            return
        if gone := set(ids).difference(selecting.within(work.actor, work.about, ids, self.verb)):
            raise altering.Leaves(gone)

    def _refuse(self, key: UUID, error: Any) -> None:
        refusal = changing.refusal_of(error, self.work.about)
        self.by_id[key].reject(*(refusal.fields or [FieldError("", refusal.code, refusal.message)]))


class _Additions(_Part):
    """Rows that make new records."""

    verb, verdict = Verb.CREATE, Verdict.CREATED

    def prepared(self) -> Iterable[Records]:
        work = self.work
        if work.order.mode is Mode.UPDATE:
            return self._rejected(FieldError("", "not_there", refusals.NOT_THERE))
        if level(work.actor, work.about, Verb.CREATE) is Level.NONE:
            return self._rejected(NOT_ALLOWED)
        self.references = altering.References(work.about, self._referred, self.drafted)
        self.named = work.plan.named - {"owner"}
        self.lines: dict[UUID, bytes] = {}
        parts = (self.rows[:FIRST], *selecting.chunks(self.rows[FIRST:], PART))
        asks = work.about.model.rules_ask or any(each.default_expression for each in work.about.fields.values())
        return map(self._drafted, parts) if asks else work.aside.each(self._drafted, parts)

    def _rejected(self, reason: FieldError) -> Iterable[Records]:
        for row in self.rows:
            row.reject(reason)
        return ()

    def _referred(self, reference: altering.Reference) -> set[UUID | None]:
        return {self.work.fallbacks.get(reference.name), *(row.values.get(reference.name) for row in self.rows)}

    def _drafted(self, rows: Sequence[Row]) -> Records:
        """New records in memory by the rules of one, ready to send; rows that break one are rejected.

        Asks nothing, unless administrators wrote defaults that look at other records.
        """
        work, records = self.work, dict[UUID, Any]()
        drafts = [(row, *self._draft(row)) for row in rows]
        given = {record.pk: said for _row, record, _changed, said in drafts}
        moment = moment_of(work.actor, work.now)
        made = [record for _row, record, *_more in drafts]
        new = defaulting.fill(work.actor, work.about, made, given, moment, self.drafted)
        for row, record, changed, said in drafts:
            self.references.give(record)
            errors = changing.finished(work.actor, work.about, record, changed | new[record.pk], said, work.now)
            if errors:
                row.reject(*errors)
            else:
                self.by_id[record.pk], records[record.pk] = row, record
        self.lines |= zip(records, lines.lines(records.values()), strict=True)
        return records

    def _draft(self, row: Row) -> tuple[Any, frozenset[str], frozenset[str]]:
        """A record in memory, the names of what was set, and of what was said."""
        work = self.work
        said = {name: value for name, value in row.values.items() if value not in (None, "", []) and name != "id"}
        values = work.fallbacks | said
        given = self.named | values.keys()
        return *changing.drafted(work.actor, work.about, values, given, work.now), given

    def store(self, records: Sequence[Any]) -> None:
        if numbering.number(self.work.about, records):
            storing.insert(records)
        else:
            storing.insert_lines(type(records[0]), [self.lines[record.pk] for record in records])


class _Changes(_Part):
    """Rows that mean records which are there."""

    verb, verdict = Verb.READ, Verdict.UPDATED

    def prepared(self) -> Iterator[Records]:
        work = self.work
        if not self.rows:
            return
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
        altering.load_references(work.about, different, self.drafted)
        if kept := {record.pk: record for record in different if self._is_settled(record)}:
            yield kept

    def _assigned(self, row: Row, record: Any, allowed: bool) -> bool:
        """Whether the row says anything new of the record, and may."""
        said = spelled.news(record, self.work.about.fields, self._said(row), self.work.actor.country)
        if lacking := assigning.emptied(self.work.about, said):
            row.reject(*lacking)
            return False
        assigning.assign(self.work.about, record, said)
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
            name: fields[name].type.parse(None, fields[name]) if value is None else value
            for name, value in row.values.items()
            if name != "id"
            and (value not in (None, "", []) or (self.work.order.clear_blanks and name not in row.later))
        }

    def _is_settled(self, record: Any) -> bool:
        """Whether the rules allow the record as it is now, and it still differs from what it was."""
        work, row = self.work, self.by_id[record.pk]
        today = today_of(work.actor, work.now)
        different = altering.changed(record, self.held[record.pk])
        errors = changing.settled(work.actor, work.about, record, different, today=today)
        different = altering.changed(record, self.held[record.pk])
        if errors:
            row.reject(*errors)
        elif different:
            row.changes = tuple(sorted(different))
        else:
            row.verdict = Verdict.UNCHANGED
        return bool(different and not errors)

    def store(self, records: Sequence[Any]) -> None:
        names = sorted({name for record in records for name in self.by_id[record.pk].changes})
        storing.store(self.work.actor, records, names, self.work.now)
