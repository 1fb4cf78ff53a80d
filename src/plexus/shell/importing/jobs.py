"""Imports that a worker runs, and the files that are no longer needed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.jobs.registry import chore, job
from plexus.kernel.records.acting import acting
from plexus.shell.importing import files, running, stocking
from plexus.shell.importing.actions import preparing
from plexus.shell.importing.keeping import Kept
from plexus.shell.importing.opening import opened
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import losing, settling
from plexus.shell.importing.queries import following

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
    figures = {**outcome.tally.as_json(), "rows": outcome.rows}
    if order.preset:
        figures |= {**settling.as_json(known), "losses": losing.as_json(losing.losses(table, order))}
    with acting(actor):
        preparing.note_figures(key, figures, dry=dry)
    return {"object": order.object, "import": import_id, "dry": dry, **figures}
