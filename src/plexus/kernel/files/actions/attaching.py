"""Putting an uploaded file on a record."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.files import uploads
from plexus.kernel.files.keeping import Kept
from plexus.kernel.files.models import File
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing, reading
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object


def attach(*, actor: Actor, about: Object, record_id: UUID, name: str, kept: Kept, now: datetime) -> File:
    """A file on a record that the actor may read; raises `NotFound` where he may not."""
    must_be_attachable(actor, about, record_id)
    related = [{"object": about.plural, "id": str(record_id)}]
    values = {"name": name, "content": uploads.told(kept), "related": related}
    files = registry.of(actor.workspace_id).of_model(File)
    return cast("File", changing.create(actor=actor, about=files, values=values, now=now, action="files.attach"))


def must_be_attachable(actor: Actor, about: Object, record_id: UUID) -> None:
    """Raise `NotFound` or `NotAllowed` before a file is taken that could be put nowhere."""
    reading.read_one(actor, about, record_id, fields=("id",), trashed=False)
    if not about.is_subject:
        raise NotAllowed
    must_be_sender(actor)


def must_be_sender(actor: Actor) -> None:
    """Raise `NotAllowed` before bytes are taken from somebody who may make no file of them."""
    if level(actor, registry.of(actor.workspace_id).of_model(File), Verb.CREATE) is Level.NONE:
        raise NotAllowed
