"""Fetching the file of a finished export."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.models import JobState
from plexus.kernel.jobs.queries.following import job_status
from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.exporting import files, formats


class Expired(Refusal):
    """The file lay too long."""

    message = _("This export is no longer kept. Export the list again.")


@dataclass(frozen=True)
class Download:
    """A file to send: where it lies, what it is called, what it is."""

    path: Path
    name: str
    content_type: str


def finished_export(*, actor: Actor, job_id: UUID) -> Download:
    """The file of one's own finished export; raises `NotFound`, `NotAllowed` or `Expired`.

    An administrator follows the exports of others, but their files are theirs: they hold what those may read.
    """
    job = job_status(actor=actor, job_id=job_id)
    if job.kind != "exports.run" or job.state != JobState.DONE or job.person_id != actor.person_id:
        raise NotFound
    about = registry.of(actor.workspace_id).object(job.result["object"])
    if level(actor, about, Verb.READ) is Level.NONE:
        raise NotAllowed
    kind = formats.of(job.result["format"])
    path = files.file_of(actor.workspace_id, job_id, kind.key)
    if not path.is_file():
        raise Expired
    name = about.label_plural if job.result["labels"] else about.plural
    return Download(path=path, name=f"{name}.{kind.key}", content_type=kind.content_type)
