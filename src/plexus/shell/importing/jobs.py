"""Imports that a worker runs, and the files that are no longer needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.jobs.registry import chore, job
from plexus.kernel.records.acting import acting
from plexus.shell.importing import files, running, stocking, together
from plexus.shell.importing.actions import preparing
from plexus.shell.importing.keeping import Kept
from plexus.shell.importing.models import Import
from plexus.shell.importing.opening import opened
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import losing, settling
from plexus.shell.importing.queries import following
from plexus.shell.importing.queries.together import members_of
from plexus.shell.importing.sinks import Listed
from plexus.shell.importing.together import Came, File, Together

chore("imports.expire")(files.delete_expired)


@job("imports.run", label=_("Import"))
def run(actor: Actor, progress: Progress, *, import_id: str, dry: bool) -> dict[str, Any]:
    """Run an import from its checkpoint, or try it from the start."""
    key = UUID(import_id)
    with acting(actor):
        found = following.import_of(key)
    order = Order.from_json(found.order)
    progress.report(0, None, running.READING)
    table = opened(files.file_of(actor.workspace_id, key), found.name, order)
    with acting(actor):
        known = settling.settled(actor, order, table)
    order = known.order
    if not dry:
        stocking.make_stages(actor, order, table, tuple(known.stages), timezone.now())
    studied = running.study(table)
    sink = Kept(actor, key, dry=dry)
    if dry:
        sink.begin()
    outcome = running.run(actor, order, studied, progress, sink, timezone.now(), dry=dry)
    figures = together.figures(outcome, known, losing.losses(table, order) if order.preset else ())
    with acting(actor):
        preparing.note_figures(key, figures, dry=dry)
    return {"object": order.object, "import": import_id, "dry": dry, **figures}


@job("imports.run_set", label=_("Import"))
def run_set(actor: Actor, progress: Progress, *, set_id: str, dry: bool) -> dict[str, Any]:
    """Run the files of a set from where they are, or try them together."""
    with acting(actor):
        found = members_of(UUID(set_id))
        for each in found if dry else ():
            Kept(actor, each.pk, dry=True).begin()
    progress.report(0, None, running.READING)
    brought = [_file(actor, at, each) for at, each in enumerate(found)]
    rows = [sum(1 for _row in opened(each.path, each.name, each.order).rows()) for each in brought]
    shared = Together(progress, tried=dry)
    (_try if dry else _take)(actor, shared, brought, rows)
    return {"set": set_id, "dry": dry, "files": len(found)}


def _take(actor: Actor, shared: Together, brought: Sequence[File], rows: Sequence[int]) -> None:
    """Each file from where a killed run was at; what became of it is noted before the next begins."""
    shared.begin(actor, [each.name for each in brought])
    for file in brought[shared.at :]:
        sink, before = Kept(actor, file.key, dry=False), sum(rows[: file.place])
        came = together.bring_in(actor, file, shared, sink, timezone.now(), before, sum(rows))
        _note(actor, file.key, came.figures)


def _try(actor: Actor, shared: Together, brought: Sequence[File], rows: Sequence[int]) -> None:
    """All files in one transaction, each after those it refers to; what was found is noted when that is gone."""
    found: list[tuple[File, Listed, Came]] = []
    with shared.trial(actor):
        shared.begin(actor, [each.name for each in brought])
        for file in brought:
            sink, before = Listed(), sum(rows[: file.place])
            came = together.bring_in(actor, file, shared, sink, timezone.now(), before, sum(rows))
            found.append((file, sink, came))
    for file, sink, came in found:
        Kept(actor, file.key, dry=True).keep(sink.all)
        _note(actor, file.key, came.figures, dry=True)


def _file(actor: Actor, at: int, one: Import) -> File:
    path = files.file_of(actor.workspace_id, one.pk)
    return File(at, one.pk, path, one.name, Order.from_json(one.order))


def _note(actor: Actor, key: UUID, figures: Mapping[str, Any], *, dry: bool = False) -> None:
    with acting(actor):
        preparing.note_figures(key, figures, dry=dry)
