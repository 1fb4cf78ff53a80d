"""`plexus import` of several files at once: found, put in order, and brought in one after the other under one cause."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.values.refusals import Refusal, gettext_noop
from plexus.shell.importing import members, unpacking
from plexus.shell.importing.members import Member, Untaken
from plexus.shell.importing.opening import opened
from plexus.shell.importing.presets import catalogue
from plexus.shell.importing.together import Together
from plexus.shell.importing.unpacking import Given
from plexus.site.command import importing, workspaces
from plexus.site.command.ordering import order_of
from plexus.site.command.verb import Exit, Output


class FileMissing(Refusal):
    """A file of the set is not there."""

    message = gettext_noop("There is no file %(file)s.")


def bring_in_all(asked: argparse.Namespace, output: Output) -> Exit:
    """Import the files of a set under one cause, each after those it refers to; tell what came of each."""
    actor = workspaces.actor_of(asked)
    with TemporaryDirectory(prefix="plexus-import-") as folder:
        given = list(_given(asked.what, Path(folder)))
        with acting(actor):
            preset = asked.preset or members.vendor_of(given)
            found, untaken = members.members(actor, preset, given, order_of(asked))
        return _brought(actor, asked, output, found, untaken)


def _given(what: Sequence[str], folder: Path) -> Iterator[Given]:
    for at, text in enumerate(what):
        plural, sign, name = text.rpartition("=")
        path = Path(name) if sign and not Path(text).exists() else Path(text)
        if not path.exists():
            raise FileMissing(file=path)
        if path.is_dir() or unpacking.is_archive(path):
            to = folder / str(at)
            to.mkdir()
            yield from unpacking.unpacked(path, to)
        else:
            yield Given(path, plural if sign and not Path(text).exists() else "")


def _brought(
    actor: Actor, asked: argparse.Namespace, output: Output, found: Sequence[Member], untaken: Sequence[Untaken]
) -> Exit:
    shared = Together(importing.terminal(output), tried=asked.dry_run)
    worst, told = Exit.DONE, []
    with shared.trial(actor):
        shared.begin(actor, [member.path.name for member in found])
        for place, member in enumerate(found):
            output.say("")
            output.say(f"{member.path.name} → {member.order.object}")
            run = importing.Run(
                member.path, member.order, actor, asked, output, errors=_errors(asked, member, found),
                shared=shared, place=place,
            )  # fmt: skip
            code, result = run.done(opened(member.path, member.path.name, member.order))
            worst = max(worst, code)
            told.append(result)
    for sentence in map(_untaken, untaken):
        output.say(sentence)
    if shared.cause_id and not asked.dry_run:
        output.say(_("To take it all back: plexus undo %(cause)s") % {"cause": shared.cause_id})
    left = [{"file": each.name, "rows": each.rows, "reason": each.reason.sentence(_)} for each in untaken]
    output.result(_result(found, told, left, None if asked.dry_run else shared.cause_id))
    return worst


def _result(
    found: Sequence[Member], told: Sequence[dict[str, Any]], left: Sequence[Any], cause: UUID | None
) -> dict[str, Any]:
    preset = next((each.order.preset.partition(":")[0] for each in found if each.order.preset), "")
    return {
        "preset": preset, "system": catalogue.of(preset).label if preset else "", "files": told, "untaken": left,
        "reconciled": all(each.get("reconciled", True) for each in told), "cause": cause,
        "causes_latest_first": [cause] if cause else [],
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


def _untaken(each: Untaken) -> str:
    return _("Not taken: %(file)s, %(rows)d rows (%(reason)s).") % {
        "file": each.name, "rows": each.rows, "reason": each.reason.sentence(_),
    }  # fmt: skip
