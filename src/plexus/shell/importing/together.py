"""Several files one after the other: one cause, one progress, and a trial in which each meets what came before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.journal.causing import causing
from plexus.kernel.records.acting import acting
from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.shell.importing import running, stocking
from plexus.shell.importing.opening import opened
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import losing, settling
from plexus.shell.importing.presets.losing import Loss
from plexus.shell.importing.presets.settling import Settled
from plexus.shell.importing.running import Outcome, Sink
from plexus.shell.importing.verdicts import KEPT_BACK, Verdict

ACTION = "files.import"
TAKEN = N_("%(file)s: %(rows)d of %(all)d rows are in")
TRIED = N_("%(file)s: %(rows)d of %(all)d rows tried")


@dataclass
class Together:
    """What the imports of one set share. A trial saves nothing: all of it is one transaction that is taken back."""

    progress: Progress
    tried: bool = False
    cause_id: UUID | None = None

    def __post_init__(self) -> None:
        self.cause_id = self.progress.cause_id

    @property
    def at(self) -> int:
        """The place of the file that a killed run was at."""
        return int(str(self.progress.checkpoint.get("at", "0")).partition(".")[0])

    def begin(self, actor: Actor, names: Sequence[str]) -> None:
        """Open the one cause, unless a run that was killed has opened it."""
        if self.cause_id is None:
            with acting(actor), causing(actor=actor, action=ACTION, files=list(names)) as self.cause_id:
                self.remember({}, self.cause_id)

    def remember(self, saved: Mapping[str, Any], cause_id: UUID | None) -> None:
        """Keep where the whole is; what is only tried is kept nowhere."""
        self.cause_id = cause_id or self.cause_id
        if not self.tried:
            self.progress.save(saved, cause_id=self.cause_id)

    def part(self, where: str, name: str, before: int = 0, total: int | None = None) -> Part:
        """The progress of one file; `where` tells its checkpoint from those of others."""
        return Part(self, where, name, before, total)

    @contextmanager
    def trial(self, actor: Actor) -> Iterator[None]:
        """What is only tried inside is seen until the end and then gone."""
        if not self.tried:
            yield
            return
        with acting(actor):
            yield
            transaction.set_rollback(True)


class Part:
    """How far one file is, told and kept as a part of the whole."""

    def __init__(self, whole: Together, where: str, name: str, before: int, total: int | None) -> None:
        self._whole, self._where, self._name, self._before, self._total = whole, where, name, before, total
        saved = whole.progress.checkpoint
        self.job_id = whole.progress.job_id
        self.checkpoint: dict[str, Any] = dict(saved["part"]) if saved.get("at") == where else {}
        self.cause_id = whole.cause_id

    def report(self, done: int, total: int | None = None, message: str = "", /, **params: Any) -> None:
        """Tell how far the whole is, and which file it is at."""
        if message == running.TAKEN:
            message, params = TRIED if self._whole.tried else TAKEN, {**params, "file": self._name}
        self._whole.progress.report(self._before + done, self._total, message, **params)

    def save(self, checkpoint: Mapping[str, Any], *, cause_id: UUID | None = None) -> None:
        """Keep how far the file is, and with it the whole."""
        self.checkpoint, self.cause_id = dict(checkpoint), cause_id or self.cause_id
        self._whole.remember({"at": self._where, "part": self.checkpoint}, self.cause_id)


@dataclass(frozen=True)
class File:
    """One file of a set: its place, its import, what it is called, and what is asked of it."""

    place: int
    key: UUID
    path: Path
    name: str
    order: Order


@dataclass(frozen=True)
class Came:
    """What became of one file."""

    outcome: Outcome
    known: Settled
    lost: tuple[Loss, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)


def bring_in(
    actor: Actor, file: File, shared: Together, sink: Sink, now: datetime, before: int = 0, total: int | None = None
) -> Came:
    """Bring one file in after those before it: owners and stages are settled by what those brought."""
    table = opened(file.path, file.name, file.order)
    with acting(actor):
        known = settling.settled(actor, file.order, table)
    stages = shared.part(f"{file.place}.stages", file.name, before, total)
    stocking.make_stages(actor, known.order, table, tuple(known.stages), now, stages)
    part = shared.part(str(file.place), file.name, before, total)
    outcome = running.run(actor, known.order, running.study(table), part, sink, now)
    lost = losing.losses(table, known.order) if known.order.preset else ()
    return Came(outcome, known, lost, figures(outcome, known, lost))


def figures(outcome: Outcome, known: Settled, lost: tuple[Loss, ...]) -> dict[str, Any]:
    """The account of an import as plain data."""
    told = {**outcome.tally.as_json(), "rows": outcome.rows}
    if outcome.passed_over:
        told["passed_over"] = dict(outcome.passed_over)
    if known.order.preset:
        told |= {**settling.as_json(known), "losses": losing.as_json(lost)}
    return told


def agrees(told: Mapping[str, Any]) -> bool:
    """Whether every row of a file is accounted for; what went in without a reference counts once."""
    verdicts = (told.get(each.value, 0) for each in Verdict if each is not Verdict.INCOMPLETE)
    return bool(told.get("rows") == sum(verdicts))


def kept_back(told: Mapping[str, Any]) -> int:
    """How many rows of a file come back."""
    return sum(told.get(each.value, 0) for each in KEPT_BACK)
