"""The endpoints that every object has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import parse_etags

from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.records import changing, reading
from plexus.kernel.records.fetching.plan import Reader, plan
from plexus.kernel.records.queries import documents, past
from plexus.kernel.records.refusals import NotAllowed, NotFound, NotThen
from plexus.kernel.records.travelling import travelling
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import asking, bodies, expanding, keeping
from plexus.shell.api.door import Call, answer
from plexus.shell.api.rendering import Values, render, render_all
from plexus.shell.api.writing import under_cause


def object_of(call: Call, name: str) -> Object:
    """The object that an address names; raises `UnknownObject`."""
    return registry.of(call.actor.workspace_id).object(name)


def list_records(call: Call, objects: str) -> HttpResponse:
    """GET /{objects}: a page of the list, now or then; raises `NotAllowed` where role or scope reads none of it."""
    about = object_of(call, objects)
    if not level(call.actor, about, Verb.READ):
        raise NotAllowed
    with standing(call) as then:
        page = reading.read_page(then.actor, about, asking.asked(then, about))
        rows = render_all(page.readers, _named(then, page.readers, page.rows))
        expanding.expand(then, about, rows)
    count = page.count and {"value": page.count.value, "exact": page.count.exact}
    return answer({"data": rows, "next": page.next, "previous": page.previous, "count": count})


def _named(then: Call, readers: Sequence[Reader], rows: Sequence[Values]) -> Sequence[Values]:
    """The values; those of a moment with names beside several references, as the names of that moment are.

    Of now the statement brings along the name beside a single reference only, and several go without.
    """
    paths = [each.path for each in readers if each.field.type.key == "references"]
    if not (paths and then.actor.is_traveller):
        return rows
    titles = documents.titles_of(then.actor, (row[path] for row in rows for path in paths))
    return [{**row, **{path: documents.named(row[path], titles) for path in paths}} for row in rows]


@contextmanager
def standing(call: Call) -> Iterator[Call]:
    """The call as it would be answered at the moment that `as_of` names, today's rights aside; now when none is."""
    if (moment := asking.as_of(call)) is None:
        yield call
        return
    with travelling(call.actor, moment) as seer:
        yield replace(call, actor=seer, now=moment)


def read_record(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}: one record with its ETag, or as it stood at a moment."""
    about = object_of(call, objects)
    asking.refuse_unknown(call, {"fields", "expand", "as_of"})
    if moment := asking.as_of(call):
        return _then(call, about, record_id, moment)
    return _unless_held(call, record(call, about, record_id))


def _unless_held(call: Call, response: HttpResponse) -> HttpResponse:
    """The record, or 304 to whoever holds this version; what others' records say is always told anew."""
    through = "expand" in call.http.GET or "." in call.http.GET.get("fields", "")
    known = parse_etags(call.http.headers.get("If-None-Match", ""))
    if through or not ({response["ETag"], f"W/{response['ETag']}", "*"} & set(known)):
        return response
    return HttpResponse(status=304, headers={"ETag": response["ETag"], "Cache-Control": "private, no-cache"})


def _then(call: Call, about: Object, record_id: UUID, moment: datetime) -> HttpResponse:
    """The record at a moment, under today's rights; unknown when it was not there then."""
    then = past.as_of(about=about, record_id=record_id, at=moment, actor=call.actor)
    if not then.existed or then.trashed:
        raise NotThen
    named = asking.fields(call) or tuple(then.values)
    own = plan(call.actor, about, [name for name in named if "." not in name])
    rows = [render(own.readers, then.values)]
    if "expand" not in call.http.GET and len(own.readers) == len(named):
        return answer(rows[0])
    with standing(call) as seen:
        through = plan(seen.actor, about, named)
        values = reading.read_one(seen.actor, about, record_id, fields=named)
        rows = render_all(through.readers, _named(seen, through.readers, [values]))
        expanding.expand(seen, about, rows)
    return answer(rows[0])


def create_record(call: Call, objects: str) -> HttpResponse:
    """POST /{objects}: a new record, its address in `Location`."""
    about = object_of(call, objects)
    values = call.body()

    def work() -> HttpResponse:
        row = keeping.create(call, about, values)
        return created(call, about, row.pk)

    return under_cause(call, f"{objects}.create", work)


def update_record(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """PATCH /{objects}/{id}: change the fields given; `If-Match` holds the version they were read at."""
    about = object_of(call, objects)
    values, version = call.body(), asked_version(call)

    def work() -> HttpResponse:
        keeping.update(call, about, record_id, values, version)
        return record(call, about, record_id)

    return under_cause(call, f"{objects}.update", work)


def delete_record(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """DELETE /{objects}/{id}: into the trash."""
    about = object_of(call, objects)
    version = asked_version(call)

    def work() -> HttpResponse:
        changing.trash(actor=call.actor, about=about, record_id=record_id, now=call.now, version=version)
        return HttpResponse(status=204)

    return under_cause(call, f"{objects}.delete", work)


def restore_record(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/restore: out of the trash."""
    about = object_of(call, objects)
    version = asked_version(call)

    def work() -> HttpResponse:
        changing.restore(actor=call.actor, about=about, record_id=record_id, now=call.now, version=version)
        return record(call, about, record_id)

    return under_cause(call, f"{objects}.restore", work)


def created(call: Call, about: Object, record_id: UUID) -> HttpResponse:
    """The answer about a new record; without it where whoever made it may not see it, as it is somebody else's."""
    try:
        response = record(call, about, record_id, status=201)
    except NotFound:
        response = HttpResponse(status=204)
    response["Location"] = reverse("api:record", kwargs={"objects": about.plural, "record_id": record_id})
    return response


def record(
    call: Call, about: Object, record_id: UUID, *, status: int = 200, trashed: bool | None = False
) -> HttpResponse:
    """The answer that shows a record; `trashed=None` shows it wherever it is."""
    paths = asking.fields(call)
    wanted = plan(call.actor, about, (*paths, "version") if paths else tuple(readable_fields(call.actor, about)))
    named = [reader.path for reader in wanted.readers]
    values = reading.read_one(call.actor, about, record_id, fields=named, trashed=trashed)
    rows = [render(wanted.readers, values)]
    expanding.expand(call, about, rows)
    response = answer(rows[0], status=status)
    response["ETag"] = f'"{values["version"]}"'
    return response


def asked_version(call: Call) -> int | None:
    """The version in `If-Match`, if any; `*` is any version."""
    text = call.http.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not text or text == "*":
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        message = _("If-Match holds the version of the record in quotes, as its ETag gave it.")
        raise bodies.QueryInvalid(fields=[FieldError("If-Match", "malformed", message)])
    return int(text)
