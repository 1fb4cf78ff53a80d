"""Exports that a worker writes, and their files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import bodies
from plexus.shell.api.bodies import Part
from plexus.shell.api.door import Call
from plexus.shell.api.limiting import works
from plexus.shell.api.records import object_of
from plexus.shell.api.working import accepted
from plexus.shell.exporting import formats
from plexus.shell.exporting.actions.requesting import request_export
from plexus.shell.exporting.queries.downloading import finished_export
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import disposition

EXPORT = {
    "object": Part("text", _("The object by its API name."), required=True),
    "format": Part(
        "text", _("csv, xlsx, ndjson or, for contacts, vcf."), default="csv", choices=tuple(formats.EVERY_FORMAT)
    ),
    "filter": Part("object", _("Only what this filter finds.")),
    "fields": Part("list", _("The columns; all by default."), of="text", default=(), most=500),
    "labels": Part("flag", _("Headers and choices in words instead of API names."), default=False),
    "sort": Part("text", _("As in a list."), default=""),
    "bom": Part("flag", _("A mark at the start of a CSV file by which Excel knows UTF-8."), default=False),
}


@works("exports")
def request(call: Call) -> HttpResponse:
    """POST /exports: a job that writes the file; follow it at `Location`."""
    given = bodies.taken(call.body(), EXPORT)
    about, condition = object_of(call, given.pop("object")), given.pop("filter")
    job = request_export(actor=call.actor, about=about, wanted=_wanted(given), now=call.now, filter=condition)
    return accepted(call, job)


def _wanted(given: dict[str, Any]) -> Wanted:
    return Wanted(**given | {"fields": tuple(given["fields"])})


def fetch(call: Call, job_id: UUID) -> HttpResponseBase:
    """GET /exports/{id}/file: the file of one's own finished export."""
    found = finished_export(actor=call.actor, job_id=job_id)
    response = FileResponse(found.path.open("rb"), content_type=found.content_type)
    response["Content-Disposition"] = disposition(found.name)
    return response
