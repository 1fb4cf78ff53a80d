"""A list as a file."""

from __future__ import annotations

from django.http.response import HttpResponseBase

from plexus.kernel.schema import registry
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import export_response
from plexus.shell.web import asking
from plexus.shell.web.visit import Visit


def download(visit: Visit, objects: str) -> HttpResponseBase:
    """GET /{objects}/export?format=xlsx: what the list shows, every page of it, streamed."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    asked = asking.list_query(visit.http.GET)
    condition = asking.condition(visit, about, asked)
    wanted = Wanted(visit.http.GET.get("format", "csv"), labels=True, sort=asked.sort, bom=True)
    return export_response(visit.actor, about, condition, wanted)
