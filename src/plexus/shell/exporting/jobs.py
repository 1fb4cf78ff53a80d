"""Exports too long to wait for: a job writes the file into the data folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.jobs.registry import chore, job
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.shell.exporting import asking, files
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import write_export

WRITTEN = N_("%(written)s rows written")
chore("exports.expire")(files.delete_expired)


@job("exports.run", label=_("Export"), only_reads=True)
def run(
    actor: Actor,
    progress: Progress,
    *,
    object: str,
    wanted: dict[str, Any],
    narrowed: Mapping[str, Any] | None = None,
    filter: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Write the whole file; a run that is broken off begins again, and nobody sees half a file.

    `filter` is what jobs carried that were asked for before there was more to narrow a list by.
    """
    asked = asking.Narrowed.of_json(narrowed or {"filter": filter})
    look = Wanted.of_json(wanted)
    file = files.file_of(actor.workspace_id, progress.job_id, look.format)
    file.parent.mkdir(parents=True, exist_ok=True)
    making = file.with_suffix(".part")

    def told(done: int, total: int | None) -> None:
        progress.report(done, total, WRITTEN, written=done)

    try:
        with acting(actor), making.open("wb") as out:
            about = registry.of(actor.workspace_id).object(object)
            condition = asking.condition_of(actor, about, asked, timezone.now())
            rows = write_export(actor, about, condition, look, out, told=told)
        making.rename(file)
    finally:
        making.unlink(missing_ok=True)
    return {"rows": rows, "bytes": file.stat().st_size, "object": object, "format": look.format, "labels": look.labels}
