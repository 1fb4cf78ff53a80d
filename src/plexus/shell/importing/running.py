"""Running an import: chunk by chunk under one cause, each with its checkpoint, so that a killed one goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import connection, transaction

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.journal.causing import causing, resuming
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.shell.importing import collecting, finding, onto, repairing
from plexus.shell.importing.ahead import Ahead, RowReader
from plexus.shell.importing.aside import Aside
from plexus.shell.importing.chunks import Work
from plexus.shell.importing.columns import Plan, plan
from plexus.shell.importing.making import Maker, fallbacks
from plexus.shell.importing.matching import Matcher
from plexus.shell.importing.order import Order
from plexus.shell.importing.reading.profiling import ColumnProfile, profile_columns
from plexus.shell.importing.reading.rows import Cells
from plexus.shell.importing.reading.sniffing import Kind
from plexus.shell.importing.reading.tables import Table
from plexus.shell.importing.referring import Referrer
from plexus.shell.importing.verdicts import Row, Tally, Verdict

CHUNK = 8_000
READING = N_("Reading the file")
TAKEN = N_("%(rows)d of %(all)d rows are in")
TRIED = N_("%(rows)d of %(all)d rows tried")


class Sink(Protocol):
    """Where rows go that are through, in the open transaction of their chunk."""

    def keep(self, rows: Sequence[Row]) -> None:
        """Note what somebody will ask of these rows."""

    def postpone(self, rows: Sequence[Row]) -> None:
        """Note rows of which a reference to the same file is still to be set."""

    def postponed(self, after: int, count: int) -> list[Row]:
        """The noted rows beyond a number, in order: with their record and the texts of their references."""


@dataclass(frozen=True)
class Study:
    """A file looked through once: how its columns look, and how many rows there are."""

    table: Table
    profiles: tuple[ColumnProfile, ...]
    rows: int


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do."""

    tally: Tally
    cause_id: UUID | None
    rows: int
    plan: Plan
    passed_over: Mapping[str, int] = field(default_factory=dict)


def study(table: Table) -> Study:
    """Look through a whole file."""
    counted = _Counted(table)
    with collecting.rarely():
        profiles = profile_columns(counted, len(table.headers))
    return Study(table, profiles, counted.number)


class _Counted:
    def __init__(self, table: Table) -> None:
        self._table, self.number = table, 0

    def __iter__(self) -> Iterator[Cells]:
        for number, cells in self._table.rows():
            self.number += 1
            if not self._table.is_note(number):
                yield cells


def run(
    actor: Actor, order: Order, studied: Study, progress: Progress, sink: Sink, now: datetime, *, dry: bool = False
) -> Outcome:
    """Bring a file in, or only try. Outside any transaction: each chunk has its own.

    It goes on under the cause of the progress, if that has one.
    """
    with acting(actor):
        about = registry.of(actor.workspace_id).object(order.object)
        made = plan(actor, about, order, studied.table, studied.profiles)
        lenient = bool(order.preset) or studied.table.format.kind is Kind.VCARD
        work = _work(actor, order, made, now, lenient=lenient)
    running = _Running(work, studied, progress, sink, dry)
    with collecting.rarely(), work.aside:
        running.take_rows()
        running.settle_later()
    return Outcome(running.tally, progress.cause_id, studied.rows, made, dict(studied.table.passed_over))


def _work(actor: Actor, order: Order, made: Plan, now: datetime, *, lenient: bool) -> Work:
    about = registry.of(actor.workspace_id).object(order.object)
    maker = Maker(actor, now)
    referrer = Referrer(actor, about, frozenset(order.create_missing), maker, lenient=lenient)
    given = {name: key for name, key in fallbacks(actor, about).items() if name not in made.named}
    return Work(actor, about, order, made, now, maker, referrer, Matcher(actor, about, made.keys), Aside(), given)


@dataclass
class _Running:
    work: Work
    studied: Study
    progress: Progress
    sink: Sink
    dry: bool
    cause_id: UUID | None = None

    def __post_init__(self) -> None:
        self.tally = Tally.from_json(self.progress.checkpoint.get("tally", {}))
        self.work.referrer.own = frozenset(self._own_names())

    def _own_names(self) -> Iterator[str]:
        """What rows of this file are called, when references may lead to them."""
        plan, about = self.work.plan, self.work.about
        to_itself = any(column.to.field.target == about.plural for column, _reader in plan.columns)
        names = {about.title.name, *about.described.match}
        called = [(column.index, reader) for column, reader in plan.columns if column.to.path in names]
        if to_itself and called:
            for _number, cells in self.studied.table.rows():
                for index, reader in called:
                    if isinstance(value := reader(cells[index]), str):
                        yield finding.plain(value)

    def take_rows(self) -> None:
        """Every row after the checkpoint; of those before it only their keys are seen."""
        after = self.progress.checkpoint.get("row", 0)
        table, work = self.studied.table, self.work
        rows = map(RowReader(work.plan, table, work.about.fields), table.rows())
        chunks = Ahead(work.aside, rows, CHUNK, work.matcher.note_repeats)
        for chunk in chunks:
            new = [row for row in chunk if row.number > after]
            if new:
                self._take(new, chunks)

    def _take(self, rows: Sequence[Row], chunks: Ahead) -> None:
        self.progress.report(self.tally.total, self.studied.rows, TRIED if self.dry else TAKEN, **self._figures())
        with self._transaction():
            self.work.take(rows, self.tally, chunks.go_on)
            self.tally.count(rows)
            self.sink.postpone([row for row in rows if row.later and row.verdict in _IN])
            short = [row.without for row in rows if row.missed and row.verdict in _IN]
            self.tally.count(short)
            if not self.dry:
                onto.add(self.work.actor, self.work.about, self.work.order.onto, rows, self.work.now)
                self.sink.keep([*rows, *short])
                self._save({"row": rows[-1].number})
        if self.dry:
            self.sink.keep([*rows, *short])
        self.progress.report(self.tally.total, self.studied.rows, TRIED if self.dry else TAKEN, **self._figures())

    def _figures(self) -> dict[str, int]:
        return {"rows": self.tally.total, "all": self.studied.rows}

    def settle_later(self) -> None:
        """Set references to rows of the same file, which are in by now."""
        if self.dry:
            return
        while found := self.sink.postponed(self.progress.checkpoint.get("later", 0), CHUNK):
            with self._transaction():
                rows = repairing.set_references(self.work, found)
                self.tally.verdicts[Verdict.INCOMPLETE.value] += len(rows)
                self.sink.keep(rows)
                self._save({"row": self.progress.checkpoint.get("row", 0), "later": found[-1].number})

    def _save(self, place: dict[str, int]) -> None:
        self.progress.save({**place, "tally": self.tally.as_json()}, cause_id=self.cause_id)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One transaction as the actor under the import's one cause; trying is rolled back."""
        actor, known = self.work.actor, self.progress.cause_id
        action = f"{self.work.about.plural}.import"
        with acting(actor):
            with (
                resuming(known)
                if known
                else causing(actor=actor, action=action, file=self.studied.table.name) as self.cause_id
            ):
                _expect_many()
                yield
            transaction.set_rollback(self.dry)
        if self.dry:
            self.work.maker.forget_stored()


def _expect_many() -> None:
    """Let the search index sort what the chunk brings in larger runs."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")


_IN = frozenset({Verdict.CREATED, Verdict.UPDATED, Verdict.UNCHANGED})
