"""Bringing a set-up into a workspace: everything or nothing, under one cause; a trial goes the very same way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.workspaces.scope import forget_version
from plexus.shell.setup import catalogue
from plexus.shell.setup.document import Document, Key
from plexus.shell.setup.outcome import Line, Outcome, Verdict
from plexus.shell.setup.queries.exporting import must_administer
from plexus.shell.setup.refusals import SetupMoved, SetupRefused
from plexus.shell.setup.running import At, Run, Step, Told, silent
from plexus.shell.setup.section import Held, Scope

HeldHere = Mapping[str, Mapping[Key, Held]]


def import_setup(
    *,
    actor: Actor,
    document: Document,
    now: datetime,
    dry_run: bool = False,
    skip_refused: bool = False,
    expected: str = "",
) -> Outcome:
    """Make and change what the document says, and remove nothing.

    Raises `NotAllowed`, `SetupRefused` unless what is refused shall be skipped, and `SetupMoved` when the outcome is
    not the expected one, told by its digest; then nothing is kept. A dry run refuses nothing.
    """
    outcome = attempt(
        actor=actor, document=document, now=now, dry_run=dry_run, skip_refused=skip_refused, expected=expected
    )
    if dry_run:
        return outcome
    if expected and outcome.digest != expected:
        raise SetupMoved
    if outcome.refused and not skip_refused:
        raise SetupRefused(fields=[error for line in outcome.refused for error in errors_of(line)])
    return outcome


def attempt(
    *, actor: Actor, document: Document, now: datetime, dry_run: bool = False, skip_refused: bool = False,
    expected: str = "", told: Told = silent,
) -> Outcome:  # fmt: skip
    """The same, and what became of each entry where nothing is kept too; `told` hears of each that was tried."""
    must_administer(actor)
    return _tried(_Order(actor, document, now, dry_run, skip_refused, expected, told))


def errors_of(line: Line) -> list[FieldError]:
    """Why an entry is refused, each with its place in the file."""
    return [
        FieldError(f"{line.place} › {each.field}" if each.field else line.place, each.code, each.message, each.params)
        for each in line.reasons
    ]


@dataclass(frozen=True, slots=True)
class _Order:
    """What is asked of an import."""

    actor: Actor
    document: Document
    now: datetime
    dry_run: bool
    skip_refused: bool
    expected: str
    told: Told = silent

    def keeps(self, outcome: Outcome) -> bool:
        """Whether what was done shall stay."""
        wanted = not self.expected or outcome.digest == self.expected
        return not self.dry_run and wanted and outcome.moves and (self.skip_refused or not outcome.refused)


def _tried(order: _Order) -> Outcome:
    """What becomes of all; what was made before it could not be retired asks for another way without it."""
    refused: dict[At, Step] = {}
    while True:
        outcome, more = _once(order, refused)
        if not more:
            return outcome
        for step in more:
            step.verdict, step.differences = Verdict.REFUSED, ()
            refused[step.at] = step


def _once(order: _Order, refused: Mapping[At, Step]) -> tuple[Outcome, list[Step]]:
    """One way through, in a transaction that is rolled back unless everything is as it was asked for."""
    actor, document = order.actor, order.document
    try:
        with transaction.atomic():
            held = {section.name: section.held(actor) for section in catalogue.sections()}
            with causing(actor=actor, action="setup.import", **_company(document, held)) as cause_id:
                steps = Run(Scope(actor, order.now, document), held, refused, order.told).through()
            more = [step for step in steps if step.retiring]
            outcome = _outcome([*steps, *refused.values()])
            kept = not more and order.keeps(outcome)
            if not kept:
                transaction.set_rollback(True)
    finally:
        forget_version()
    return Outcome(outcome.lines, cause_id if kept else None, order.dry_run), more


def _outcome(steps: list[Step]) -> Outcome:
    order = {section.name: number for number, section in enumerate(catalogue.sections())}
    lines = [step.line() for step in steps]
    return Outcome(tuple(sorted(lines, key=lambda each: (order[each.section], each.key))))


def _company(document: Document, held: HeldHere) -> dict[str, Any]:
    """What was and what is of the company, whose row is no record: its cause remembers both."""
    before = held["company"][()].entry
    wanted = document.entries("company").get((), {})
    changed = {name: value for name, value in wanted.items() if name in before and before[name] != value}
    return {"before": {name: before[name] for name in changed}, "after": changed} if changed else {}
