"""`plexus import` at work: the order out of the arguments, the run, and the account of it."""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.jobs.progress import Progress, Unwatched
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal, gettext_noop
from plexus.shell.importing import describing, rejects, running
from plexus.shell.importing.opening import opened
from plexus.shell.importing.order import Mode, Order
from plexus.shell.importing.presets.losing import Loss
from plexus.shell.importing.presets.settling import Settled
from plexus.shell.importing.presets.summing import Summed
from plexus.shell.importing.reading.tables import Table
from plexus.shell.importing.refusals import MappingInvalid, NothingMapped
from plexus.shell.importing.running import Outcome, Study
from plexus.shell.importing.sinks import Listed
from plexus.shell.importing.together import Together
from plexus.shell.importing.verdicts import Row
from plexus.site.command import reconciling, vendors, workspaces
from plexus.site.command.verb import Exit, Output

SHOWN = 8


class NoSuchPerson(Refusal):
    """Nobody active has this address."""

    message = gettext_noop("Nobody in this workspace has the address %(email)s.")


class WrongPair(Refusal):
    """An option that takes a pair was given something else."""

    message = gettext_noop("%(option)s takes %(form)s, not “%(given)s”.")


def bring_in(plural: str, file: Path, asked: argparse.Namespace, output: Output) -> Exit:
    """Import the file and tell what came of it; what is wrong with the use is exit code 2."""
    try:
        actor = actor_of(asked)
        order = order_of(asked, plural)
        registry.of(actor.workspace_id).object(order.object)
        table = opened(file, file.name, order)
        order = vendors.recognised(actor, order, table, asked)
        run = Run(file, order, actor, asked, output)
        code, told = run.done(table if not order.preset else opened(file, file.name, order))
        output.result(told)
    except (MappingInvalid, NothingMapped, WrongPair) as refusal:
        points = [f"{each.field}: {each.sentence(_)}" for each in refusal.fields]
        if isinstance(refusal, NothingMapped):
            points.append(_("Say which column fills which field with --map COLUMN=FIELD."))
        output.complain(" ".join([refusal.sentence(_), *points]), code=refusal.code)
        return Exit.WRONG_USE
    return code


def actor_of(asked: argparse.Namespace) -> Actor:
    """Whoever may use the command, or the person named with --as, with that person's rights."""
    workspace = workspaces.chosen(asked.workspace)
    operator = workspaces.operator(workspace)
    if not asked.person:
        return operator
    with acting(operator):
        key = (
            Person.objects.filter(workspace_id=workspace.pk, email__iexact=asked.person, deleted_at=None)
            .values_list("pk", flat=True)
            .first()
        )
        found = actor_of_person(key) if key else None
    if found is None:
        raise NoSuchPerson(email=asked.person)
    return found


def order_of(asked: argparse.Namespace, plural: str = "") -> Order:
    """The order that the arguments make."""
    replace: dict[str, dict[str, str]] = {}
    for text in asked.replace:
        column, old, new = _replacement(text)
        replace.setdefault(column, {})[old] = new
    return Order(
        object=plural,
        mapping=tuple(_pair("--map", text) for text in asked.map),
        match=tuple(asked.match),
        mode=Mode(asked.mode),
        create_missing=tuple(asked.create_missing),
        replace=replace,
        constants=tuple(_pair("--set", text) for text in asked.set),
        day_orders=dict(_pair("--days", text) for text in asked.days),
        clear_blanks=asked.clear_blanks,
        onto=asked.list.strip(),
        proposals=not asked.only_mapped,
        encoding=asked.encoding,
        delimiter=asked.delimiter,
        sheet=asked.sheet,
    )


def _pair(option: str, text: str) -> tuple[str, str]:
    """The two sides of the last equals sign: column names may hold some."""
    left, sign, right = text.rpartition("=") if option == "--map" else text.partition("=")
    if not sign or not left:
        raise WrongPair(option=option, form="NAME=VALUE", given=text)
    return left, right.strip()


def _replacement(text: str) -> tuple[str, str, str]:
    column, colon, rest = text.partition(":")
    old, sign, new = rest.partition("=")
    if not (column and colon and sign):
        raise WrongPair(option="--replace", form="COLUMN:OLD=NEW", given=text)
    return column, old, new


def terminal(output: Output) -> "Terminal":
    """Progress on the terminal, where there is one and nobody wants JSON."""
    return Terminal(shown=not output.as_json and sys.stderr.isatty())


class Terminal(Unwatched):
    """Progress on one line of the terminal, when there is one."""

    def __init__(self, *, shown: bool) -> None:
        super().__init__()
        self._shown, self._at = shown, 0.0

    def report(self, done: int, total: int | None = None, message: str = "", /, **params: Any) -> None:
        super().report(done, total, message, **params)
        if self._shown and time.monotonic() - self._at > 0.2:
            self._at = time.monotonic()
            print(f"\r{_(message) % params}…", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Clear the line."""
        if self._shown and self._at:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


@dataclass
class Run:
    """One file on its way in, and the account of it."""

    file: Path
    order: Order
    actor: Actor
    asked: argparse.Namespace
    output: Output
    errors: str = ""
    known: Settled | None = None
    lost: tuple[Loss, ...] = ()
    shared: Together | None = None
    place: int = 0

    def done(self, table: Table) -> tuple[Exit, dict[str, Any]]:
        """Run it on its table and tell what came of it; 1 when rows were kept back."""
        started, tried = time.monotonic(), self.asked.dry_run and self.shared is None
        if self.order.preset:
            self._settle(table, make=not tried)
        sink: Listed = Listed()
        if self.order.preset:
            sink = Summed(actor=self.actor, plural=self.order.object, dry=tried)
        progress, studied = self._part(), running.study(table)
        outcome = running.run(self.actor, self.order, studied, progress, sink, timezone.now(), dry=tried)
        self._clear(progress)
        errors = self._write_errors(table, sink)
        told = self._told(studied, outcome, sink, errors, time.monotonic() - started)
        return Exit.REJECTED_ROWS if sink.kept_back else Exit.DONE, told

    def _settle(self, table: Table, *, make: bool) -> None:
        """Settle the names of a vendor's file, and tell what would be lost before anything is written."""
        stages = self._part("stages")
        self.known, self.lost = vendors.settle(self.actor, self.order, table, self.output, stages if make else None)
        self.order = self.known.order

    def _part(self, of: str = "") -> Progress:
        where = f"{self.place}.{of}" if of else str(self.place)
        return self.shared.part(where, self.file.name) if self.shared else terminal(self.output)

    def _clear(self, progress: Progress) -> None:
        told = self.shared.progress if self.shared else progress
        if isinstance(told, Terminal):
            told.close()

    @property
    def about(self) -> Object:
        """What the rows are."""
        return registry.of(self.actor.workspace_id).object(self.order.object)

    def _write_errors(self, table: Table, sink: Listed) -> Path | None:
        if not sink.kept_back or (self.asked.dry_run and not self.asked.errors):
            return None
        to = Path(self.errors or self.asked.errors or f"{self.file}.errors.csv")
        rows = sorted(sink.kept_back, key=lambda row: row.number)
        pairs = ((row.cells, rejects.reason_text(self.about, row.reasons)) for row in rows)
        with to.open("w", encoding="utf-8", newline="") as out:
            out.writelines(rejects.lines(table.headers, pairs))
        return to

    def _told(
        self, studied: Study, outcome: Outcome, sink: Listed, errors: Path | None, seconds: float
    ) -> dict[str, Any]:
        said = describing.described(self.actor, self.order, studied, outcome.plan)
        for sentence in self._sentences(said, outcome, sink, errors):
            self.output.say(sentence)
        rows = [
            {"row": row.number, "verdict": row.verdict, "reason": rejects.reason_text(self.about, row.reasons)}
            for row in sink.kept_back[:1000]
        ]
        return {
            "object": self.order.object, "file": str(self.file), "dry_run": self.asked.dry_run,
            "rows": outcome.rows, **outcome.tally.as_json(), "kept_back": rows, **said,
            "errors_file": str(errors) if errors else None,
            "cause": None if self.asked.dry_run else outcome.cause_id, "seconds": round(seconds, 2),
            **(reconciling.told(self.order, self.known, self.lost, sink, outcome) if self.order.preset else {}),
        }  # fmt: skip

    def _sentences(self, said: Mapping[str, Any], outcome: Outcome, sink: Listed, errors: Path | None) -> Iterator[str]:
        yield ngettext("%(file)s: %(rows)d row, %(format)s", "%(file)s: %(rows)d rows, %(format)s", outcome.rows) % {
            "file": self.file.name, "rows": outcome.rows, "format": said["format"],
        }  # fmt: skip
        yield from _columns(said)
        if passed := outcome.passed_over:
            names = ", ".join(f"{number:,} {name}" for name, number in sorted(passed.items()))
            yield _("Pictures and the like are not taken: %(names)s.") % {"names": names}
        yield ""
        yield from _figures(outcome, dry=self.asked.dry_run)
        yield from _reasons(self.about, sink.kept_back)
        if self.order.preset:
            yield from reconciling.sentences(sink, outcome)
        if errors:
            yield _("The rows that were kept back are in %(file)s, each with the reason.") % {"file": errors}
        if outcome.cause_id and not self.asked.dry_run and not self.shared:
            yield _("To take it all back: plexus undo %(cause)s") % {"cause": outcome.cause_id}


def _columns(said: Mapping[str, Any]) -> Iterator[str]:
    width = max((len(each["column"]) for each in said["columns"]), default=0)
    for each in said["columns"]:
        note = f"  ({each['note']})" if each["note"] else ""
        yield f"  {each['column']:<{width}}  →  {each['field'] or '—'}{note}"


def _figures(outcome: Outcome, *, dry: bool) -> Iterator[str]:
    if dry:
        yield _("Tried only; nothing was changed. This would happen:")
    for verdict, label in describing.LABELS.items():
        if number := outcome.tally.of(verdict):
            yield f"  {number:>8,}  {_(label)}"
    for plural, number in outcome.tally.missing.items():
        yield f"  {number:>8,}  " + _("%(object)s created because they were missing") % {"object": plural}


def _reasons(about: Object, rows: list[Row]) -> Iterator[str]:
    """The reasons by frequency, with the first row of each."""
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(rejects.reason_text(about, row.reasons), []).append(row.number)
    for reason, numbers in sorted(found.items(), key=lambda pair: -len(pair[1]))[:SHOWN]:
        count = ngettext("row %(first)d", "%(count)d rows, the first is %(first)d", len(numbers)) % {
            "first": numbers[0], "count": len(numbers),
        }  # fmt: skip
        yield f"  · {reason} ({count})"
    if len(found) > SHOWN:
        more = len(found) - SHOWN
        yield "  · " + ngettext("and %(count)d other reason", "and %(count)d other reasons", more) % {"count": more}
