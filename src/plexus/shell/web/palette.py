"""The command palette: records by name, pinyin, phone and e-mail; pages; actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.finding import Hit, find
from plexus.shell.components.menus import MenuItem
from plexus.shell.web import entries
from plexus.shell.web.imports import allowed
from plexus.shell.web.presenting.references import url_of
from plexus.shell.web.visit import Visit


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    label: str
    url: str
    icon: str
    beside: str = ""
    kind: str = ""
    dialog: bool = False


@dataclass(frozen=True)
class Group:
    """Options of one sort."""

    label: str
    options: tuple[Option, ...]


def options(visit: Visit) -> HttpResponse:
    """GET /search/palette?q=: what the text may mean."""
    text = visit.http.GET.get("q", "").strip()[:200]
    hits = find(actor=visit.actor, text=text, limit=8, files=True) if text else ()
    found = tuple(_hit(visit, each) for each in hits)
    groups = (
        Group(gettext("Records"), found),
        Group(gettext("Pages"), tuple(_pages(visit, text))),
        Group(gettext("Create"), tuple(_creations(visit, text))),
    )
    return visit.show("shell/components/palette_options.html", groups=[group for group in groups if group.options])


def _hit(visit: Visit, hit: Hit) -> Option:
    about = registry.of(visit.actor.workspace_id).object(hit.object)
    url = url_of(hit.object, hit.record_id) or f"/settings/people/{hit.record_id}"
    return Option(hit.title, url, about.described.icon, beside=hit.file, kind=capfirst(str(about.label)))


def _readable(visit: Visit) -> Iterator[Object]:
    return (
        each for each in registry.of(visit.actor.workspace_id)
        if each.described.in_rail and level(visit.actor, each, Verb.READ)
    )  # fmt: skip


def _pages(visit: Visit, text: str) -> Iterator[Option]:
    items = [
        MenuItem(
            capfirst(str(each.label_plural)),
            reverse("records", kwargs={"objects": each.plural}),
            each.described.icon,
        )
        for each in _readable(visit)
    ]
    for department in entries.DEPARTMENTS:
        items += [MenuItem(str(each.label), each.url, each.icon) for each in entries.of(department)]
    items += [MenuItem(gettext("Settings"), "/settings", "settings"), MenuItem(gettext("Trash"), "/trash", "trash-2")]
    if allowed.anywhere(visit.actor):
        items.append(MenuItem(gettext("Import"), "/imports/new", "upload"))
    return (Option(each.label, each.url, each.icon) for each in items if _fits(each.label, text))


def _creations(visit: Visit, text: str) -> Iterator[Option]:
    for each in _readable(visit):
        label = gettext("New %(object)s") % {"object": each.label}
        if level(visit.actor, each, Verb.CREATE) and _fits(label, text):
            yield Option(label, reverse("new", kwargs={"objects": each.plural}), "plus", dialog=True)


def _fits(label: str, text: str) -> bool:
    return text.casefold() in label.casefold()
