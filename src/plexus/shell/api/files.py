"""Files over the API: upload, put on a record, fetch all or a part, a small picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from plexus.kernel.files import keeping, pictures, uploads
from plexus.kernel.files.actions import attaching
from plexus.kernel.files.queries.content import Content, content_in, content_of
from plexus.kernel.values.refusals import FieldError
from plexus.shell import delivering
from plexus.shell.api import asking, bodies
from plexus.shell.api.door import Call, answer, takes_files
from plexus.shell.api.imports import REQUIRED_FILE
from plexus.shell.api.records import created, object_of
from plexus.shell.api.writing import under_cause


@takes_files
def upload(call: Call) -> HttpResponse:
    """POST /uploads: keep the bytes of `file`; `upload` in the answer is the `content` of a file made from them."""
    attaching.must_be_sender(call.actor)
    sent = _sent(call)
    kept = keeping.receive(call.actor.workspace_id, uploads.named(sent.name), sent.chunks())
    told = {
        "upload": uploads.told(kept),
        "name": uploads.named(sent.name),
        "media_type": kept.media_type,
        "size": kept.size,
    }
    return answer(told | {"content": kept.digest}, status=201)


@takes_files
def attach(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/files: put `file` on a record."""
    about = object_of(call, objects)
    sent = _sent(call)
    attaching.must_be_attachable(call.actor, about, record_id)
    kept = keeping.receive(call.actor.workspace_id, uploads.named(sent.name), sent.chunks())

    def work() -> HttpResponse:
        made = attaching.attach(
            actor=call.actor, about=about, record_id=record_id, name=uploads.named(sent.name), kept=kept, now=call.now
        )
        response = created(call, object_of(call, "files"), made.pk)
        response["Location"] = reverse("api:record", kwargs={"objects": "files", "record_id": made.pk})
        return response

    return under_cause(call, "files.attach", work)


def fetch(call: Call, file_id: UUID) -> HttpResponseBase:
    """GET /files/{id}/content: the bytes, or a range of them."""
    return delivering.deliver(call.http, content_of(actor=call.actor, file_id=file_id))


def preview(call: Call, file_id: UUID) -> HttpResponseBase:
    """GET /files/{id}/preview: a picture of a picture, small or large."""
    return _pictured(call, lambda: content_of(actor=call.actor, file_id=file_id))


def fetch_in(call: Call, objects: str, record_id: UUID, field: str, file_id: UUID) -> HttpResponseBase:
    """GET /{objects}/{id}/fields/{field}/{file}/content: the bytes of a file in a field, or a range of them."""
    return delivering.deliver(call.http, _in_field(call, objects, record_id, field, file_id))


def preview_in(call: Call, objects: str, record_id: UUID, field: str, file_id: UUID) -> HttpResponseBase:
    """GET /{objects}/{id}/fields/{field}/{file}/preview: a picture of a picture in a field, small or large."""
    return _pictured(call, lambda: _in_field(call, objects, record_id, field, file_id))


def _in_field(call: Call, objects: str, record_id: UUID, field: str, file_id: UUID) -> Content:
    about = object_of(call, objects)
    return content_in(actor=call.actor, about=about, record_id=record_id, field=field, file_id=file_id)


def _pictured(call: Call, find: Callable[[], Content]) -> HttpResponseBase:
    asking.refuse_unknown(call, {"size"})
    content = find()
    path = pictures.picture_of(call.actor.workspace_id, content, call.http.GET.get("size", "small"))
    return delivering.deliver_picture(call.http, path)


def _sent(call: Call) -> UploadedFile[Any]:
    """The file of a form that holds nothing else."""
    fields, sent = bodies.read_form(call.http)
    errors = [FieldError(name, "unknown_field", bodies.UNKNOWN, {"field": name}) for name in fields]
    if "file" not in sent:
        errors.append(FieldError("file", "required", REQUIRED_FILE))
    if errors:
        raise bodies.BodyInvalid(fields=errors)
    return sent["file"]
