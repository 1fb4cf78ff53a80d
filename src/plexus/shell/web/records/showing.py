"""The page of a record: who it is, what happened, what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.access.rights import Verb, readable_fields
from plexus.kernel.actions import available
from plexus.kernel.records import reading, showing
from plexus.kernel.records.queries import past
from plexus.kernel.records.refusals import NotThen
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.components.cells import Tags
from plexus.shell.components.formats import exact_text
from plexus.shell.components.marks import Face
from plexus.shell.components.menus import Menu, MenuItem
from plexus.shell.components.records import Kind, Panel, RecordPage, RelatedList
from plexus.shell.web import laying, slots, then
from plexus.shell.web.may import may
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.records import access, completing, facts, related, sharing, timelines
from plexus.shell.web.rows import FACED, name_references
from plexus.shell.web.visit import Visit

Values = Mapping[str, Any]
ROW = 2  # so many buttons stand in a row at least before the others go into the menu
ON_THE_ROAD = ("call", "visit", "note", "task")


def show_record(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}: the record, its preview (`?preview=1`), or as it was (`?as_of=2026-11-01T09:00`)."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    at = then.moment(visit)
    values = _values(visit, about, record_id, at)
    name_references(visit, about, list(readable_fields(visit.actor, about)), [values])
    page = _page(visit, about, values, at)
    template = "shell/components/preview.html" if visit.http.GET.get("preview") else "shell/layouts/record.html"
    return visit.show(template, page=page, about=about)


def _values(visit: Visit, about: Object, record_id: UUID, at: datetime | None) -> Values:
    if at is None:
        more = showing.paths(visit.actor, about)
        named = (*readable_fields(visit.actor, about), *more) if more else ()
        return reading.read_one(visit.actor, about, record_id, fields=named)
    stood = past.as_of(actor=visit.actor, about=about, record_id=record_id, at=at)
    if not stood.existed:
        raise NotThen
    return {**stood.values, "id": record_id}


def _page(visit: Visit, about: Object, values: Values, at: datetime | None) -> RecordPage:
    title = reading.title_text(values.get(about.described.title)) or "—"
    url = reverse("record", kwargs={"objects": about.plural, "record_id": values["id"]})
    now = at is None
    shown_at = (
        gettext("As of %(moment)s") % {"moment": exact_text(at, locale=visit.locale, zone=visit.zone)} if at else ""
    )
    kinds: tuple[Kind, ...] = slots.filled("kinds", visit, about, values) if now else ()
    beside, panels = _related(visit, about, values) if now else ((), ())
    timeline, older = timelines.stretch(visit, about, values, timelines.Place()) if now else ((), "")
    changeable = now and may(visit, about, values["id"], Verb.UPDATE)
    row, rest = _buttons(visit, about, values, url, changeable=changeable) if now else ((), ())
    return RecordPage(
        title=title,
        subtitle=_subtitle(visit, about, values),
        face=Face(title, size="l"),
        url=url,
        groups=facts.groups(visit, about, values, now=now, editable=changeable),
        tags=_tags(visit, about, values),
        buttons=row,
        menu=_menu(
            visit,
            about,
            values["id"],
            (*rest, *_cleaning(visit, about, url, changeable=changeable)),
            deletable=may(visit, about, values["id"], Verb.DELETE),
        ),
        lists=beside,
        quick=_quick(kinds),
        kinds=kinds,
        timeline=timeline,
        older_url=older,
        panels=panels,
        cell_url=f"{url}/cell/__field__" if changeable else "",
        version=values.get("version"),
        past=shown_at,
        as_of=then.local(visit, at) if at else "",
        latest=then.local(visit, visit.now),
        meter=completing.meter(visit, about, values, changeable=changeable),
    )


def _quick(kinds: tuple[Kind, ...]) -> tuple[MenuItem, ...]:
    """What is written down on the road, one thumb away: each opens its kind in the composer."""
    return tuple(MenuItem(one.label, f"#compose-tab-{one.name}", one.icon) for one in kinds if one.name in ON_THE_ROAD)


def _related(visit: Visit, about: Object, values: Values) -> tuple[tuple[RelatedList, ...], tuple[Panel, ...]]:
    """Who belongs to the record, below its facts; figures and what else belongs to it, as panels."""
    known = related.lists(visit, about, values)
    people = tuple(one for plural, one in known if plural in FACED)
    rest = [Panel(one.label, related=one) for plural, one in known if plural not in FACED]
    laid = list(laying.listed(visit, about))
    if not laid:
        rest.sort(key=lambda panel: not (panel.related and panel.related.items))
    url = reverse("record", kwargs={"objects": about.plural, "record_id": values["id"]})
    shared = sharing.panel(visit, about, values["id"], url)
    panels = [*slots.filled("panels", visit, about, values), *shared, *rest]
    return people, tuple(sorted(panels, key=lambda panel: _place(panel, laid)) if laid else panels)


def _place(panel: Panel, laid: Sequence[str]) -> int:
    """Where a panel stands: lists in the order of the layout, those that it does not name last, what is none first."""
    name = panel.related.name if panel.related else ""
    if not name:
        return -1
    return laid.index(name) if name in laid else len(laid)


def _subtitle(visit: Visit, about: Object, values: Values) -> str:
    known = readable_fields(visit.actor, about)
    parts = (
        presenter_of(known[name]).text(values.get(name), known[name], visit)
        for name in about.described.summary
        if name in known
    )
    return " · ".join(part for part in parts if part)


def _tags(visit: Visit, about: Object, values: Values) -> tuple[Any, ...]:
    """The states and words of the record, as tags under its name."""
    known = readable_fields(visit.actor, about)
    toned = [
        one
        for one in known.values()
        if one.type.key == "choice" and any(each.tone for each in one.choices) and not one.is_completeness
    ]
    words = [known["tags"]] if "tags" in known else []
    cells = (presenter_of(one).cell(values.get(one.name), one, visit) for one in (*toned, *words))
    return tuple(tag for cell in cells if isinstance(cell, Tags) for tag in cell.tags)


def _buttons(
    visit: Visit, about: Object, values: Values, url: str, *, changeable: bool
) -> tuple[tuple[MenuItem, ...], tuple[MenuItem, ...]]:
    """What stands in one row below the name, and what is left for the menu."""
    offered: tuple[MenuItem, ...] = slots.filled("buttons", visit, about, values)
    if changeable:
        edit = MenuItem(gettext("Edit"), f"{url}/edit", "pencil", dialog=True)
        offered = (*offered, edit, *sharing.button(visit, about, values["id"], url))
    often = tuple(each for each in offered if not each.seldom)
    seldom = tuple(each for each in offered if each.seldom)
    room = max(0, ROW - len(often))
    return (*often, *seldom[:room]), seldom[room:]


def _cleaning(visit: Visit, about: Object, url: str, *, changeable: bool) -> tuple[MenuItem, ...]:
    """The way to put the values of the record into one form."""
    if not changeable or all(each.key != "normalise" for each in available(visit.actor, about)):
        return ()
    return (MenuItem(gettext("Clean up values"), f"{url}/actions/normalise", "wand-sparkles", dialog=True),)


def _menu(visit: Visit, about: Object, record_id: UUID, rest: tuple[MenuItem, ...], *, deletable: bool) -> Menu:
    url = reverse("record", kwargs={"objects": about.plural, "record_id": record_id})
    items = [*rest, MenuItem(gettext("History"), f"{url}/history", "history")]
    items += access.entry(visit, about, record_id, url)
    if any(each.key == "add-to-list" for each in available(visit.actor, about)):
        items.append(MenuItem(gettext("Add to list"), f"{url}/actions/add-to-list", "list-plus", dialog=True))
    if deletable:
        items.append(MenuItem(gettext("Delete"), f"{url}/delete?from=record", "trash-2", method="post", danger=True))
    return Menu("record-more", gettext("More"), tuple(items))
