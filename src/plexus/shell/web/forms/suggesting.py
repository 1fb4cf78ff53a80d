"""Suggestions while a reference is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.utils.html import format_html_join

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.records.fetching.telling import telling
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.finding import Hit, find
from plexus.shell.web import rows
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.visit import Visit


def suggest(visit: Visit, objects: str) -> HttpResponse:
    """GET /{objects}/suggest?field=account&account=heng: options for a data list, each with its record."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    text = visit.http.GET.get(visit.http.GET.get("field", ""), "").strip()
    hits = find(actor=visit.actor, text=text, objects=(about.plural,), limit=10) if text else ()
    told = format_html_join("", '<option value="{}" data-id="{}"></option>', _told_apart(visit, about, hits))
    return HttpResponse(told)


def _told_apart(visit: Visit, about: Object, hits: Sequence[Hit]) -> Iterator[tuple[str, str]]:
    """The names with their ids; records of one name by what else is known of them."""
    often = Counter(hit.title for hit in hits)
    beside = _summaries(visit, about, [hit for hit in hits if often[hit.title] > 1])
    keys = {str(hit.record_id): hit.title for hit in hits}
    told = {key: " · ".join(part for part in (title, beside.get(key, "")) if part) for key, title in keys.items()}
    alike = Counter(told.values())
    # Whose summary is the same too is told by the end of its id, for want of anything better.
    return ((text if alike[text] == 1 else f"{text} · {key[-4:]}", key) for key, text in told.items())


def _summaries(visit: Visit, about: Object, hits: Sequence[Hit]) -> dict[str, str]:
    if not hits:
        return {}
    known = readable_fields(visit.actor, about)
    fields = {name: known[name] for name in about.described.summary if name in known}
    found = telling(visit.actor, about, ("id", *fields), trashed=False).of([hit.record_id for hit in hits])
    rows.name_references(visit, about, tuple(fields), found)
    texts = ((row, [presenter_of(one).text(row[name], one, visit) for name, one in fields.items()]) for row in found)
    return {str(row["id"]): " · ".join(text for text in told if text) for row, told in texts}
