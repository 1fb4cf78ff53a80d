"""Tabs and menus of a list's views, and what is not saved."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import orjson
from django.utils.translation import gettext

from plexus.kernel.access.rights import Level, Verb, level, readable_fields
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.views import fitness
from plexus.kernel.views.models import Layout, View
from plexus.kernel.views.opening import same
from plexus.kernel.views.queries.lost import labels_of_lost
from plexus.shell.components.formats import listed_text
from plexus.shell.components.icons import BLANK
from plexus.shell.components.menus import Menu, MenuItem, Tab
from plexus.shell.components.views import Section, ViewBar
from plexus.shell.web import asking
from plexus.shell.web.addresses import query_with
from plexus.shell.web.views.showing import BY, EVERYTHING, Shown, fields_for, first_view
from plexus.shell.web.visit import Visit

ICONS = {Layout.TABLE: "table-2", Layout.GROUPED: "rows-3", Layout.BOARD: "kanban", Layout.CALENDAR: "calendar-days"}
RANGE = ("day", "span", "cursor", "as_of")


def tabs(visit: Visit, about: Object, one: Shown) -> tuple[Tab, ...]:
    """The views that every list has, and the person's own and shared ones; each has an address that stays."""
    path = f"/{about.plural}"
    standing = asking.tabs(visit, about, one.given)
    opens_otherwise = first_view(visit, about, one.offered) not in {"", EVERYTHING}
    named = (name for name in asking.VIEWS if about.has_owner or name == "recent")
    urls = [_of_then(visit, path, view) for view in (EVERYTHING if opens_otherwise else "", *named)]
    built = tuple(
        Tab(each.label, url, current=one.view is None and each.current)
        for each, url in zip(standing, urls, strict=True)
    )
    return built + tuple(
        Tab(each.name, _of_then(visit, path, str(each.pk)), current=each is one.view) for each in one.offered
    )


def _of_then(visit: Visit, path: str, view: str) -> str:
    """The address of a view, of the moment that the page is of."""
    named = {"view": view, "as_of": visit.http.GET.get("as_of", "")}
    query = urlencode({name: value for name, value in named.items() if value})
    return f"{path}?{query}" if query else path


def view_bar(visit: Visit, about: Object, one: Shown) -> ViewBar:
    """The layout menu, the view's menu and its notices."""
    different = changed(visit, one)
    base = f"/{about.plural}/views"
    query = urlencode([(name, value) for name, value in visit.http.GET.items() if name not in RANGE])
    return ViewBar(
        layout=str(one.layout.label),
        layout_icon=ICONS[one.layout],
        sections=_sections(visit, about, one),
        menu=_menu(visit, about, one, base),
        changed=different,
        save_url=f"{base}/{one.view.pk}/save?{query}" if one.view and different and may_change(visit, one.view) else "",
        save_as_url=f"{base}/new?{query}",
        reset_url=f"{base}/{one.view.pk}/reset" if one.view and different else "",
        notices=_notices(visit, about, one),
        worth_keeping=_worth_keeping(one),
    )


def changed(visit: Visit, one: Shown) -> bool:
    """Whether the list shows something else than the view that was opened."""
    if one.view is None:
        return False
    under = one.opened
    by = getattr(under, BY[one.layout]) if one.layout in BY else ""
    return (
        not same(one.asked.document, under.filter)
        or one.asked.sort != under.sort
        or one.layout != under.layout
        or bool(by and one.by and by != one.by.name)
        or (one.given.measures is not None and one.given.measures != ",".join(under.measures))
        or str(one.view.pk) in visit.preferences.get("columns", {})
    )


def _worth_keeping(one: Shown) -> bool:
    """Whether the address asks for what somebody may want again, and no view is open."""
    return one.view is None and bool(one.given.document or one.given.sort or one.given.layout)


def may_change(visit: Visit, view: View) -> bool:
    """Whether the person may change a view: it is theirs, or their role changes all."""
    views = registry.of(visit.actor.workspace_id).object("views")
    return view.owner_id == visit.actor.person_id or level(visit.actor, views, Verb.UPDATE) is Level.ALL


def _menu(visit: Visit, about: Object, one: Shown, base: str) -> Menu | None:
    if one.view is None:
        return None
    url, key = f"{base}/{one.view.pk}", str(one.view.pk)
    pinned = key in visit.preferences.get("pinned", ())
    first = first_view(visit, about, one.offered) == key
    place = [each.pk for each in one.offered].index(one.view.pk)
    items = [
        MenuItem(gettext("Unpin"), f"{url}/pin?off=1", "pin-off", method="post")
        if pinned
        else MenuItem(gettext("Pin to the navigation"), f"{url}/pin", "pin", method="post"),
        MenuItem(gettext("Do not open first"), f"{url}/first?off=1", "house", method="post")
        if first
        else MenuItem(gettext("Open first for me"), f"{url}/first", "house", method="post"),
    ]
    if place > 0:
        items.append(MenuItem(gettext("Move left"), f"{url}/move?by=-1", "arrow-left", method="post"))
    if place < len(one.offered) - 1:
        items.append(MenuItem(gettext("Move right"), f"{url}/move?by=1", "arrow-right", method="post"))
    if may_change(visit, one.view):
        items.append(MenuItem(gettext("Rename and share"), f"{url}/edit", "share-2", dialog=True))
        items.append(MenuItem(gettext("Delete view"), f"{url}/delete", "trash-2", method="post", danger=True))
    return Menu("view", gettext("View “%(name)s”") % {"name": one.view.name}, tuple(items), icon="chevron-down")


def _notices(visit: Visit, about: Object, one: Shown) -> tuple[str, ...]:
    if one.gone:
        return (gettext("The view in this address does not exist, or is not shared with you. You see all records."),)
    left = one.opened.left_out
    said = {
        "filter": gettext("A part of this view's filter uses a field that you may not see. That part is left out."),
        "columns": gettext("Columns that you may not see are left out of this view."),
        "sort": gettext("This view is sorted by a field that you may not see. You see the usual order."),
        "layout": gettext("This view is laid out by a field that you may not see. You see it in another way."),
        "measures": gettext("Subtotals of fields that you may not see are left out of this view."),
    }
    notices = [text for part, text in said.items() if part in left]
    if one.opened.gone:
        called = labels_of_lost(visit.actor, about, one.opened.gone)
        lost = listed_text(f"“{called.get(name, name)}”" for name in one.opened.gone)
        notices.append(gettext("No longer there, and so left out of this view: %(fields)s.") % {"fields": lost})
    return tuple(notices)


def _sections(visit: Visit, about: Object, one: Shown) -> tuple[Section, ...]:
    """The layouts, each with the fields that can make it, and subtotals where they are shown."""
    table = MenuItem(gettext("Table"), _with(visit, one, Layout.TABLE), _tick(one.layout is Layout.TABLE))
    found = [Section(gettext("Layout"), (table,))]
    titles = {
        Layout.GROUPED: gettext("Grouped by"),
        Layout.BOARD: gettext("Board by"),
        Layout.CALENDAR: gettext("Calendar by"),
    }
    for layout, title in titles.items():
        items = tuple(
            MenuItem(str(each.label), _with(visit, one, layout, each.name), _tick(_is(one, layout, each.name)))
            for each in fields_for(visit, about, layout)
        )
        if items:
            found.append(Section(title, items))
    if one.layout in {Layout.GROUPED, Layout.BOARD}:
        found.append(Section(gettext("Subtotals"), _measures(visit, about, one)))
    return tuple(each for each in found if each.items)


def _is(one: Shown, layout: Layout, name: str) -> bool:
    return one.layout is layout and one.by is not None and one.by.name == name


def _tick(on: bool) -> str:
    return "check" if on else BLANK


def _with(visit: Visit, one: Shown, layout: Layout, by: str = "") -> str:
    plain = layout is Layout.TABLE and (one.view is None or one.opened.layout == Layout.TABLE)
    return query_with(visit, layout="" if plain else layout.value, by=by, cursor="", day="", span="")


def _measures(visit: Visit, about: Object, one: Shown) -> tuple[MenuItem, ...]:
    """Sum and mean of each field that adds up; choosing one adds it, choosing it again takes it away."""
    have = [each.name for each in one.measures]
    words: dict[str, Any] = {"sum": gettext("Sum of %(field)s"), "mean": gettext("Mean of %(field)s")}
    items = []
    for field in readable_fields(visit.actor, about).values():
        if not fitness.adds_up(field):
            continue
        for kind, label in words.items():
            name = f"{field.name}:{kind}"
            rest = [each for each in have if each != name]
            url = _measured(visit, rest if name in have else [*have, name])
            items.append(MenuItem(label % {"field": field.label}, url, _tick(name in have)))
    return tuple(items)


def _measured(visit: Visit, names: list[str]) -> str:
    query = visit.http.GET.copy()
    query["measures"] = ",".join(names)
    return f"?{query.urlencode()}"


def document_text(one: Shown) -> str:
    """The filter in force, as a view keeps it."""
    return orjson.dumps(one.asked.document).decode() if one.asked.document else ""
