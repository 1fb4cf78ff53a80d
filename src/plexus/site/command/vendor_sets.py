"""`plexus import --preset NAME` of several files at once: found, put in order, and brought in one after the other."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.values.refusals import Refusal, gettext_noop
from plexus.shell.importing import members
from plexus.shell.importing.members import Given, Member, Untaken
from plexus.shell.importing.opening import opened
from plexus.shell.importing.presets import catalogue, detecting
from plexus.shell.importing.reading.tables import open_table
from plexus.site.command import importing, vendors
from plexus.site.command.verb import Exit, Output


class PresetNeeded(Refusal):
    """The files do not say which system wrote them."""

    message = gettext_noop(
        "Say what the rows are (plexus import accounts FILE), or which system wrote the files (--preset NAME)."
    )


class FileMissing(Refusal):
    """A file of the set is not there."""

    message = gettext_noop("There is no file %(file)s.")


def bring_in_all(asked: argparse.Namespace, output: Output) -> Exit:
    """Import every file of the set that the preset knows, each under its own cause; tell what came of each."""
    actor = importing.actor_of(asked)
    with TemporaryDirectory(prefix="plexus-import-") as folder:
        given = list(_given(asked.what, Path(folder)))
        preset = asked.preset or _detected(given)
        with acting(actor):
            found, untaken = members.members(actor, preset, given, importing.order_of(asked))
        return _brought(actor, asked, output, found, untaken)


def _given(what: Sequence[str], folder: Path) -> Iterator[Given]:
    for at, text in enumerate(what):
        plural, sign, name = text.rpartition("=")
        path = Path(name) if sign and not Path(text).exists() else Path(text)
        if not path.exists():
            raise FileMissing(file=path)
        if path.is_dir() or members.is_archive(path):
            to = folder / str(at)
            to.mkdir()
            yield from members.unpacked(path, to)
        else:
            yield Given(path, plural if sign and not Path(text).exists() else "")


def _detected(given: Sequence[Given]) -> str:
    """The system of the first file whose columns say it; raises `PresetNeeded`."""
    for each in given:
        try:
            kind = detecting.detected(open_table(each.path, name=each.path.name).headers)
        except Refusal:
            continue
        if kind is not None:
            return kind.preset
    raise PresetNeeded


def _brought(
    actor: Actor, asked: argparse.Namespace, output: Output, found: Sequence[Member], untaken: Sequence[Untaken]
) -> Exit:
    soon = members.people_soon(found)
    worst, told = Exit.DONE, []
    for member in found:
        output.say("")
        output.say(f"{member.path.name} → {member.order.object}")
        run = importing.Run(member.path, member.order, actor, asked, output, errors=_errors(asked, member, found))
        table = opened(member.path, member.path.name, member.order)
        run.known, run.lost = vendors.settle(actor, member.order, table, output, dry=asked.dry_run, soon=soon)
        run.order = run.known.order
        code, result = run.done(table)
        worst = max(worst, code)
        told.append(result)
    for sentence in map(_untaken, untaken):
        output.say(sentence)
    left = [{"file": each.name, "rows": each.rows, "reason": _reason(each)} for each in untaken]
    output.result(_result(found, told, left))
    return worst


def _result(found: Sequence[Member], told: Sequence[dict[str, Any]], left: Sequence[Any]) -> dict[str, Any]:
    preset = found[0].order.preset.partition(":")[0]
    causes = [each["cause"] for each in reversed(told) if each["cause"]]
    return {
        "preset": preset, "system": catalogue.of(preset).label, "files": told, "untaken": left,
        "reconciled": all(each["reconciled"] for each in told), "causes_latest_first": causes,
    }  # fmt: skip


def _errors(asked: argparse.Namespace, member: Member, found: Sequence[Member]) -> str:
    """Where the rows of one file go that are kept back: beside what was given, told apart by file and object."""
    alone = sum(each.path == member.path for each in found) == 1
    name = member.path.name if alone else f"{member.path.name}.{member.order.object}"
    if asked.errors:
        base = Path(asked.errors)
        return str(base.with_name(f"{base.stem}-{name}{base.suffix}"))
    first = Path(asked.what[0].rpartition("=")[2])
    beside = first if first.is_dir() else first.parent
    return str(beside / f"{name}.errors.csv")


def _reason(each: Untaken) -> str:
    return each.reason.sentence(_) if each.reason else _("no object here holds such rows")


def _untaken(each: Untaken) -> str:
    return _("Not taken: %(file)s, %(rows)d rows (%(reason)s).") % {
        "file": each.name, "rows": each.rows, "reason": _reason(each),
    }  # fmt: skip
