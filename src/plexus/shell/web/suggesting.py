"""Suggestions while a reference is typed."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.html import format_html_join

from plexus.kernel.schema import registry
from plexus.kernel.search.queries.finding import find
from plexus.shell.web.visit import Visit


def suggest(visit: Visit, objects: str) -> HttpResponse:
    """GET /{objects}/suggest?field=account&account=heng: options for a data list."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    text = visit.http.GET.get(visit.http.GET.get("field", ""), "").strip()
    hits = find(actor=visit.actor, text=text, objects=(about.plural,), limit=10) if text else ()
    return HttpResponse(format_html_join("", '<option value="{}"></option>', ((hit.title,) for hit in hits)))
