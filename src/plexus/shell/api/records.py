"""The endpoints that every object has."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.records import changing, reading
from plexus.kernel.records.plan import plan
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import asking, expanding
from plexus.shell.api.door import Call, answer
from plexus.shell.api.rendering import render


def _object(call: Call, name: str) -> Object:
    return registry.of(call.actor.workspace_id).object(name)


def list_records(call: Call, objects: str) -> HttpResponse:
    """GET /{objects}: a page of the list."""
    about = _object(call, objects)
    wanted = asking.asked(call, about)
    page = reading.read_page(call.actor, about, wanted)
    rows = [render(page.readers, row) for row in page.rows]
    expanding.expand(call, about, rows)
    count = page.count and {"value": page.count.value, "exact": page.count.exact}
    return answer({"data": rows, "next": page.next, "previous": page.previous, "count": count})


def read_record(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}: one record with its ETag."""
    return _record(call, _object(call, objects), record_id)


def create_record(call: Call, objects: str) -> HttpResponse:
    """POST /{objects}: a new record, its address in `Location`."""
    about = _object(call, objects)
    row = changing.create(actor=call.actor, about=about, values=call.body(), now=call.now)
    response = _record(call, about, row.pk, status=201)
    response["Location"] = reverse("api:record", kwargs={"objects": objects, "record_id": row.pk})
    return response


def update_record(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """PATCH /{objects}/{id}: change the fields given; `If-Match` holds the version they were read at."""
    about = _object(call, objects)
    changing.update(
        actor=call.actor, about=about, record_id=record_id, values=call.body(), now=call.now, version=_version(call)
    )
    return _record(call, about, record_id)


def delete_record(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """DELETE /{objects}/{id}: into the trash."""
    changing.trash(
        actor=call.actor, about=_object(call, objects), record_id=record_id, now=call.now, version=_version(call)
    )
    return HttpResponse(status=204)


def restore_record(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/restore: out of the trash."""
    about = _object(call, objects)
    changing.restore(actor=call.actor, about=about, record_id=record_id, now=call.now)
    return _record(call, about, record_id)


def _record(call: Call, about: Object, record_id: UUID, *, status: int = 200) -> HttpResponse:
    paths = asking.fields(call)
    wanted = plan(call.actor, about, (*paths, "version") if paths else tuple(readable_fields(call.actor, about)))
    values = reading.read_one(call.actor, about, record_id, fields=[reader.path for reader in wanted.readers])
    rows = [render(wanted.readers, values)]
    expanding.expand(call, about, rows)
    response = answer(rows[0], status=status)
    response["ETag"] = f'"{values["version"]}"'
    return response


def _version(call: Call) -> int | None:
    """The version in `If-Match`, if any; `*` is any version."""
    text = call.http.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not text or text == "*":
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        message = _("If-Match holds the version of the record in quotes, as its ETag gave it.")
        raise asking.QueryInvalid(fields=[FieldError("If-Match", "malformed", message)])
    return int(text)
