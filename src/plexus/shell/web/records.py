"""The page of a record: who it is, what happened, what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.access.rights import Level, Verb, level, may_write, readable_fields
from plexus.kernel.records import reading
from plexus.kernel.records.queries import past
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.shell.components.cells import Tags
from plexus.shell.components.formats import exact_text
from plexus.shell.components.marks import Face
from plexus.shell.components.menus import Menu, MenuItem
from plexus.shell.components.records import Fact, FactGroup, Kind, Panel, RecordPage, RelatedList
from plexus.shell.web import histories, related, slots, then
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.rows import FACED, name_references
from plexus.shell.web.visit import Visit

Values = Mapping[str, Any]
NOTHING: tuple[Any, ...] = (None, "", [], ())
FEW = 4
ON_THE_ROAD = ("call", "visit", "note", "task")
QUIET = ("created_at", "created_by", "updated_at", "updated_by")


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
        return reading.read_one(visit.actor, about, record_id)
    stood = past.as_of(actor=visit.actor, about=about, record_id=record_id, at=at)
    if not stood.existed:
        raise NotFound
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
    return RecordPage(
        title=title,
        subtitle=_subtitle(visit, about, values),
        face=Face(title, size="l"),
        url=url,
        groups=_groups(visit, about, values, editable=now),
        tags=_tags(visit, about, values),
        buttons=slots.filled("buttons", visit, about, values) + _buttons(visit, about, url) if now else (),
        menu=_menu(visit, about, url),
        lists=beside,
        quick=_quick(kinds),
        kinds=kinds,
        timeline=_timeline(visit, about, values) if now else (),
        panels=panels,
        cell_url=f"{url}/cell/__field__" if now and level(visit.actor, about, Verb.UPDATE) is not Level.NONE else "",
        past=shown_at,
        as_of=then.local(visit, at) if at else "",
        latest=then.local(visit, visit.now),
    )


def _quick(kinds: tuple[Kind, ...]) -> tuple[MenuItem, ...]:
    """What is written down on the road, one thumb away: each opens its kind in the composer."""
    return tuple(MenuItem(one.label, f"#compose-tab-{one.name}", one.icon) for one in kinds if one.name in ON_THE_ROAD)


def _related(visit: Visit, about: Object, values: Values) -> tuple[tuple[RelatedList, ...], tuple[Panel, ...]]:
    """Who belongs to the record, below its facts; figures and what else belongs to it, as panels."""
    known = related.lists(visit, about, values)
    people = tuple(one for plural, one in known if plural in FACED)
    rest = [Panel(one.label, related=one) for plural, one in known if plural not in FACED]
    rest.sort(key=lambda panel: not (panel.related and panel.related.items))
    return people, slots.filled("panels", visit, about, values) + tuple(rest)


def _timeline(visit: Visit, about: Object, values: Values) -> tuple[Any, ...]:
    """What apps know of the record and what the journal does, newest first."""
    known = slots.filled("timeline", visit, about, values) + histories.entries(visit, about, values["id"])
    return tuple(sorted(known, key=lambda entry: entry.at, reverse=True))


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
    toned = [one for one in known.values() if one.type.key == "choice" and any(each.tone for each in one.choices)]
    words = [known["tags"]] if "tags" in known else []
    cells = (presenter_of(one).cell(values.get(one.name), one, visit) for one in (*toned, *words))
    return tuple(tag for cell in cells if isinstance(cell, Tags) for tag in cell.tags)


def _groups(visit: Visit, about: Object, values: Values, *, editable: bool) -> tuple[FactGroup, ...]:
    known = readable_fields(visit.actor, about)
    first = [name for name in about.described.form if name in known and name not in (about.described.title, "tags")]
    custom = [one.name for one in about.custom_fields if one.name in known]
    shown = list(dict.fromkeys((*first, *custom)))
    held = [name for name in shown if values.get(name) not in NOTHING]
    bare = [name for name in shown if values.get(name) in NOTHING]

    def facts(names: Iterable[str], *, editable: bool) -> tuple[Fact, ...]:
        return tuple(_fact(visit, about, known[name], values, editable=editable) for name in names)

    return (
        FactGroup("", facts(held, editable=editable)),
        FactGroup(gettext("Empty fields"), facts(bare, editable=editable), folded=len(held) >= FEW),
        FactGroup(gettext("Record"), facts((name for name in QUIET if name in known), editable=False)),
    )


def _fact(visit: Visit, about: Object, one: Field, values: Values, *, editable: bool) -> Fact:
    presenter = presenter_of(one)
    changeable = editable and may_write(visit.actor, about, one)
    return Fact(str(one.label), presenter.fact(values.get(one.name), one, visit), one.name if changeable else "")


def _buttons(visit: Visit, about: Object, url: str) -> tuple[MenuItem, ...]:
    if level(visit.actor, about, Verb.UPDATE) is Level.NONE:
        return ()
    return (MenuItem(gettext("Edit"), f"{url}/edit", "pencil", dialog=True),)


def _menu(visit: Visit, about: Object, url: str) -> Menu:
    items = [MenuItem(gettext("History"), f"{url}/history", "history")]
    if level(visit.actor, about, Verb.DELETE) is not Level.NONE:
        items.append(MenuItem(gettext("Delete"), f"{url}/delete?from=record", "trash-2", method="post", danger=True))
    return Menu("record-more", gettext("More"), tuple(items))
