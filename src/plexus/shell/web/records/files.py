"""Files on records: taking them, showing them, sending them back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from plexus.kernel.files import keeping, pictures, uploads
from plexus.kernel.files.actions import attaching
from plexus.kernel.files.keeping import Kept
from plexus.kernel.files.queries.content import Content, content_in, content_of
from plexus.kernel.files.refusals import NoPreview
from plexus.kernel.journal.causing import causing
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell import delivering
from plexus.shell.components.files import FileLook
from plexus.shell.web.visit import Visit, done

CHOOSE = _("Choose a file first.")


def upload(visit: Visit) -> HttpResponse:
    """POST /uploads: keep a file for a form; what stands for it there."""
    attaching.must_be_sender(visit.actor)
    sent = _sent(visit)[0]
    try:
        kept = _kept(visit, sent)
    except Refusal as refusal:
        return _told({"detail": refusal.sentence(gettext)}, 422)
    return _told({"upload": uploads.told(kept), "name": uploads.named(sent.name)})


def attach(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/files: put files on a record, under one cause."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    attaching.must_be_attachable(visit.actor, about, record_id)
    sent = _sent(visit)
    try:
        kept = [(each, _kept(visit, each)) for each in sent]
    except Refusal as refusal:
        return _told({"detail": refusal.sentence(gettext)}, 422)
    with causing(actor=visit.actor, action="files.attach") as cause_id:
        for each, what in kept:
            attaching.attach(
                actor=visit.actor,
                about=about,
                record_id=record_id,
                name=uploads.named(each.name),
                kept=what,
                now=visit.now,
            )
    if not visit.wants_part:
        return redirect("record", objects=objects, record_id=record_id)
    text = ngettext("%(count)d file is here.", "%(count)d files are here.", len(sent)) % {"count": len(sent)}
    return done(text, undo=reverse("undo-cause", kwargs={"cause_id": cause_id}))


def fetch(visit: Visit, file_id: UUID) -> HttpResponseBase:
    """GET /files/{id}/content: the file as a download; with `?view=1` a PDF in the browser's own viewer."""
    content = content_of(actor=visit.actor, file_id=file_id)
    return delivering.deliver(visit.http, content, viewed=bool(visit.http.GET.get("view")))


def preview(visit: Visit, file_id: UUID) -> HttpResponseBase:
    """GET /files/{id}/preview?size=: a picture of a picture."""
    return _pictured(visit, content_of(actor=visit.actor, file_id=file_id))


def look(visit: Visit, file_id: UUID) -> HttpResponse:
    """GET /files/{id}/look: a file shown large."""
    content = content_of(actor=visit.actor, file_id=file_id)
    path = {"file_id": file_id}
    url = reverse("record", kwargs={"objects": "files", "record_id": file_id})
    return _looked_at(visit, content, url, reverse("file-content", kwargs=path), reverse("file-preview", kwargs=path))


def fetch_in(visit: Visit, objects: str, record_id: UUID, field: str, file_id: UUID) -> HttpResponseBase:
    """GET /{objects}/{id}/fields/{field}/{file}/content: a file in a field, as `fetch` sends one on a record."""
    content = _in_field(visit, objects, record_id, field, file_id)
    return delivering.deliver(visit.http, content, viewed=bool(visit.http.GET.get("view")))


def preview_in(visit: Visit, objects: str, record_id: UUID, field: str, file_id: UUID) -> HttpResponseBase:
    """GET /{objects}/{id}/fields/{field}/{file}/preview?size=: a picture of a picture in a field."""
    return _pictured(visit, _in_field(visit, objects, record_id, field, file_id))


def look_in(visit: Visit, objects: str, record_id: UUID, field: str, file_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/fields/{field}/{file}/look: a file in a field shown large."""
    content = _in_field(visit, objects, record_id, field, file_id)
    path = {"objects": objects, "record_id": record_id, "field": field, "file_id": file_id}
    return _looked_at(visit, content, "", reverse("field-content", kwargs=path), reverse("field-preview", kwargs=path))


def _in_field(visit: Visit, objects: str, record_id: UUID, field: str, file_id: UUID) -> Content:
    about = registry.of(visit.actor.workspace_id).object(objects)
    return content_in(actor=visit.actor, about=about, record_id=record_id, field=field, file_id=file_id)


def _pictured(visit: Visit, content: Content) -> HttpResponseBase:
    path = pictures.picture_of(visit.actor.workspace_id, content, visit.http.GET.get("size", "small"))
    return delivering.deliver_picture(visit.http, path)


def _looked_at(visit: Visit, content: Content, url: str, fetch_url: str, preview_url: str) -> HttpResponse:
    picture = pictures.is_drawn(content.media_type)
    if not picture and content.media_type != delivering.PDF:
        raise NoPreview
    shown = FileLook(
        content.name, fetch_url, url,
        picture_url=f"{preview_url}?size=large" if picture else "",
        pdf_url="" if picture else f"{fetch_url}?view=1",
    )  # fmt: skip
    return visit.show("shell/components/file_look.html" if visit.wants_part else "shell/layouts/look.html", look=shown)


def _sent(visit: Visit) -> list[UploadedFile[Any]]:
    sent = visit.http.FILES.getlist("file")
    if not sent:
        raise Invalid(fields=[FieldError("file", "required", CHOOSE)])
    return sent


def _kept(visit: Visit, sent: UploadedFile[Any]) -> Kept:
    return keeping.receive(visit.actor.workspace_id, uploads.named(sent.name), sent.chunks())


def _told(document: dict[str, str], status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(document), content_type="application/json", status=status)
