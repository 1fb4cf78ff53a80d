"""Exports too long to wait for: a job writes the file into the data folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.jobs.registry import chore, job
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.shell.exporting import asking, files
from plexus.shell.exporting.writing import write_export

WRITTEN = N_("%(done)s rows written")
chore("exports.expire")(files.delete_expired)


@job("exports.run", label=_("Export"))
def run(
    actor: Actor,
    progress: Progress,
    *,
    object: str,
    format: str,
    filter: Mapping[str, Any] | None = None,
    fields: Sequence[str] | None = None,
    labels: bool = False,
    sort: str = "",
    bom: bool = False,
) -> dict[str, Any]:
    """Write the whole file; a run that is broken off begins again, and nobody sees half a file."""
    file = files.file_of(actor.workspace_id, progress.job_id, format)
    file.parent.mkdir(parents=True, exist_ok=True)
    making = file.with_suffix(".part")

    def told(done: int, total: int | None) -> None:
        progress.report(done, total, WRITTEN, done=done)

    try:
        with acting(actor), making.open("wb") as out:
            about = registry.of(actor.workspace_id).object(object)
            condition = asking.condition_of(actor, about, filter)
            rows = write_export(
                actor, about, condition, format, out, fields, labels=labels, sort=sort, bom=bom, told=told
            )
        making.rename(file)
    finally:
        making.unlink(missing_ok=True)
    return {"rows": rows, "bytes": file.stat().st_size, "object": object, "format": format, "labels": labels}
