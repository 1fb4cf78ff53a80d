"""The bytes of a file, for whoever may read one of its records; of a file in a field, also the field."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.files import keeping
from plexus.kernel.files.models import File
from plexus.kernel.files.refusals import ContentGone
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.queries import changes as log
from plexus.kernel.records import reading
from plexus.kernel.records.queries import history
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

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
    return _there(actor, found["content"], found["name"], found["media_type"])


def content_in(*, actor: Actor, about: Object, record_id: UUID, field: str, file_id: UUID) -> Content:
    """The bytes of a file that a field of a record holds, or held once.

    Raises `NotFound` where the actor may not read the record or its field, or the field never held that file.
    """
    one = readable_fields(actor, about).get(field)
    if one is None or one.type.key != "file":
        raise NotFound
    value = reading.read_one(actor, about, record_id, fields=(field,), trashed=False)[field]
    if value is None or value["id"] != str(file_id):
        value = _earlier(actor, about, record_id, field, file_id)
    return _there(actor, value["content"], value["name"], value["type"])


def _earlier(actor: Actor, about: Object, record_id: UUID, field: str, file_id: UUID) -> Any:
    """A file out of the history of a record that was just read, as far as the actor may know that."""
    rows = log.holding(actor.workspace_id, record_id, {"custom": {field: {"id": str(file_id)}}})
    values = (
        value
        for change in history.told(actor, about, rows)
        for each in change.fields
        if each.field.name == field
        for value in each.values
    )
    found = next((value for value in values if value and value["id"] == str(file_id)), None)
    if found is None:
        raise NotFound
    return found


def _there(actor: Actor, digest: str, name: str, media_type: str) -> Content:
    path = keeping.path_of(actor.workspace_id, digest)
    if not path.is_file():
        raise ContentGone
    return Content(path, name, media_type, path.stat().st_size, digest)
