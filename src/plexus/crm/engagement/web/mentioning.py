"""Colleagues in a text: offered while one writes, shown as what they are when one reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from plexus.kernel.records import reading
from plexus.kernel.records.queries.readers import who_may_read
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.finding import find
from plexus.shell.web.presenting.presenter import html_text
from plexus.shell.web.visit import Visit

MOST = 8
LONGEST = 60


def offer(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/mention?q=: colleagues by name or pinyin; who may not see the record is told apart."""
    schema = registry.of(visit.actor.workspace_id)
    about, people = schema.object(objects), schema.object("people")
    reading.read_one(visit.actor, about, record_id, fields=("id",))
    found = _colleagues(visit, people, visit.http.GET.get("q", "").strip()[:LONGEST])
    seeing = who_may_read(about, record_id, [key for key, _name in found])
    offers = [
        {"id": str(key), "name": name, "note": "" if key in seeing else gettext("cannot see this record yet")}
        for key, name in found
    ]
    return visit.show("engagement/mention_offers.html", offers=offers)


def _colleagues(visit: Visit, people: Object, text: str) -> Sequence[tuple[UUID, str]]:
    if text:
        hits = find(actor=visit.actor, text=text, objects=(people.plural,), limit=MOST)
        return [(hit.record_id, hit.title) for hit in hits]
    asked = reading.Asked(fields=("id", "name"), sort="name", limit=MOST, counted=False)
    return [(row["id"], row["name"]) for row in reading.read_page(visit.actor, people, asked).rows]


def linked(text: str, mentions: Iterable[Mapping[str, Any]]) -> SafeString:
    """A text with whoever it mentions marked, by the name that he bears now; who stands not in it comes after it."""
    names = {each["name"]: each["id"] for each in mentions or () if each.get("name")}
    shown = html_text(text)
    if not names:
        return shown
    marked = {str(html_text(f"@{name}")): _mark(name) for name in sorted(names, key=len, reverse=True)}
    pattern = re.compile("|".join(map(re.escape, marked)))
    held = set(pattern.findall(shown))
    rest = [mark for written, mark in marked.items() if written not in held]
    body = pattern.sub(lambda found: marked[found.group()], shown)
    return mark_safe(" ".join((body, *rest)))  # noqa: S308 - both were escaped


def _mark(name: str) -> SafeString:
    """A colleague's name leads to what he or she is responsible for; people have no page of their own."""
    return format_html(
        '<a class="mention" href="{}?q={}">@{}</a>', reverse("records", kwargs={"objects": "people"}), name, name
    )
