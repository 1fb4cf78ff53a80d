"""The bytes of a file, for whoever may read one of its records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.files import keeping
from plexus.kernel.files.models import File
from plexus.kernel.files.refusals import ContentGone
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry

NEEDED = ("name", "content", "media_type", "size")


@dataclass(frozen=True, slots=True)
class Content:
    """What there is to send: where it lies, what it is called, what it is."""

    path: Path
    name: str
    media_type: str
    size: int
    digest: str


def content_of(*, actor: Actor, file_id: UUID) -> Content:
    """The bytes of a file; raises `NotFound` where neither the file nor its content are the actor's to see."""
    files = registry.of(actor.workspace_id).of_model(File)
    if not readable_fields(actor, files).keys() >= {*NEEDED}:
        raise NotFound
    found = reading.read_one(actor, files, file_id, fields=NEEDED, trashed=False)
    path = keeping.path_of(actor.workspace_id, found["content"])
    if not path.is_file():
        raise ContentGone
    return Content(path, found["name"], found["media_type"], path.stat().st_size, found["content"])
