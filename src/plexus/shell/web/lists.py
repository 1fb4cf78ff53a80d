"""The list of an object."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import orjson
from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actions import preferences
from plexus.kernel.records import reading
from plexus.kernel.records.counting import Count
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.components.cells import rows_html
from plexus.shell.components.feedback import Empty
from plexus.shell.components.formats import number_text
from plexus.shell.components.lists import Column, ListPage, Pager, Selection, Table
from plexus.shell.components.marks import Chip
from plexus.shell.components.menus import Menu, MenuItem
from plexus.shell.web import actions, asking, columns, rows, then
from plexus.shell.web.addresses import filter_address, query_with
from plexus.shell.web.imports import allowed
from plexus.shell.web.visit import Visit

LIMIT = 50


def list_records(visit: Visit, objects: str) -> HttpResponse:
    """GET /{objects}: the list as its address asks for it."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    if not level(visit.actor, about, Verb.READ):
        raise NotAllowed
    asked = asking.list_query(visit.http.GET)
    kept = columns.chosen(visit, about, visit.preferences)
    fields = ("id", "version", *kept.names)
    with then.travelled(visit) as there:
        page = reading.read_page(there.actor, about, asking.as_asked(there, about, asked, fields, limit=LIMIT))
        shown = _page(there, about, asked, kept, page)
    shown = replace(shown, past=then.told(visit), travel=then.travel(visit, visit.now))
    return visit.show("shell/layouts/list.html", page=_as_past(shown) if shown.past else shown, about=about)


def _as_past(page: ListPage) -> ListPage:
    """The list without what would change it or leave the moment."""
    table = replace(page.table, cell_url="")
    return replace(page, table=table, menu=None, buttons=(), selection=None)


def _page(visit: Visit, about: Object, asked: asking.ListQuery, kept: columns.Chosen, page: reading.Page) -> ListPage:
    shown = columns.columns(visit, about, kept, asked.sort or ",".join(about.described.sort))
    made = rows_html(shown, rows.rows_of(visit, about, kept.names, page.rows), select_words=gettext("Select %s"))
    filtered = bool(asked.whole or asked.words or asked.cause or asked.breaks)
    return ListPage(
        title=capfirst(str(about.label_plural)),
        table=Table(
            str(about.label_plural), shown, made,
            cell_url=f"/{about.plural}/__id__/cell/__field__",
            columns_url=reverse("columns", kwargs={"objects": about.plural}),
        ),
        count=count_text(visit, page.count),
        tabs=asking.tabs(visit, about, asked),
        chips=asking.chips(visit, about, asked),
        filter_url=filter_address(visit, about.plural, "new"),
        sort=_sort(about, asked),
        orders=_orders(shown),
        choices=columns.choices(visit, about, kept),
        menu=_menu(visit, about),
        buttons=_buttons(visit, about),
        selection=Selection(count_text(visit, page.count), _commands(visit, about), visit.http.GET.urlencode()),
        pager=_pager(visit, page),
        empty=None if page.rows else _empty(visit, about, filtered=filtered),
    )  # fmt: skip


def count_text(visit: Visit, count: Count | None) -> str:
    """How many: exact, or with a sign that it is an estimate."""
    if count is None:
        return ""
    text = number_text(count.value, locale=visit.locale)
    return text if count.exact else gettext("about %(count)s") % {"count": text}


def _sort(about: Object, asked: asking.ListQuery) -> Chip:
    first = (asked.sort or ",".join(about.described.sort)).split(",", 1)[0]
    if order := about.described.orders.get(first):
        return Chip(gettext("Sort:"), str(order.label))
    field = about.fields.get(first.lstrip("-").split(".", 1)[0])
    arrow = "↓" if first.startswith("-") else "↑"
    return Chip(gettext("Sort:"), f"{field.label if field else first} {arrow}")


def _orders(shown: tuple[Column, ...]) -> tuple[MenuItem, ...]:
    """The columns by which the list can be sorted; the one that sorts it already turns round."""
    icons = {"ascending": "arrow-up", "descending": "arrow-down", "": "minus"}
    return tuple(MenuItem(each.label, each.sort_url, icons[each.sorted]) for each in shown if each.sort_url)


def _pager(visit: Visit, page: reading.Page) -> Pager | None:
    if not page.next and not page.previous:
        return None
    shown = ngettext("%(count)d shown", "%(count)d shown", len(page.rows)) % {"count": len(page.rows)}
    return Pager(
        shown,
        query_with(visit, cursor=page.previous) if page.previous else "",
        query_with(visit, cursor=page.next) if page.next else "",
    )


def _buttons(visit: Visit, about: Object) -> tuple[MenuItem, ...]:
    made = []
    if about.plural == "deals":
        made.append(MenuItem(gettext("Board"), "/deals/board", "kanban"))
    if level(visit.actor, about, Verb.CREATE):
        made.append(MenuItem(gettext("New"), reverse("new", kwargs={"objects": about.plural}), "plus", dialog=True))
    return tuple(made)


def _menu(visit: Visit, about: Object) -> Menu:
    query = query_with(visit, cursor="").removeprefix(visit.http.path).removeprefix("?")
    export = reverse("export-ask", kwargs={"objects": about.plural}) + "?" + urlencode({"query": query})
    items = [
        *(
            [MenuItem(gettext("Import"), f"/imports/new?object={about.plural}", "upload")]
            if allowed.into(visit.actor, about)
            else []
        ),
        MenuItem(gettext("Export"), export, "download", dialog=True),
        MenuItem(gettext("Trash"), f"/trash?object={about.plural}", "trash-2"),
    ]
    return Menu("list-more", gettext("More"), tuple(items))


def _commands(visit: Visit, about: Object) -> tuple[MenuItem, ...]:
    """What can be done with the selected rows."""
    export = reverse("export-ask", kwargs={"objects": about.plural})
    return (*actions.offered(visit, about), MenuItem(gettext("Export"), export, "download", dialog=True))


def _empty(visit: Visit, about: Object, *, filtered: bool) -> Empty:
    name = str(about.label_plural)
    if filtered:
        everything = MenuItem(gettext("Show all"), visit.http.path)
        return Empty(
            gettext("Nothing matches"), gettext("No record fits this view and filter."), "search-x", action=everything
        )
    text = gettext("Create the first one, or import what you have from a file.")
    make = MenuItem(gettext("New"), reverse("new", kwargs={"objects": about.plural}), "plus", main=True, dialog=True)
    may = bool(level(visit.actor, about, Verb.CREATE))
    return Empty(
        gettext("No %(objects)s yet") % {"objects": name}, text, about.described.icon, action=make if may else None
    )


def keep_columns(visit: Visit, objects: str) -> HttpResponse:
    """POST /{objects}/columns: which columns are shown, in which order and how wide."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    form = visit.http.POST
    names = [name for name in form.getlist("column") if name in about.fields]
    widths = _widths(form.get("widths", ""))
    preferences.keep_columns(actor=visit.actor, objects=objects, names=names, widths=widths)
    response = HttpResponse(status=204)
    response["HX-Trigger"] = "changed" if names else "kept"
    return response


def _widths(text: str) -> dict[str, int]:
    try:
        given = orjson.loads(text) if text else {}
    except orjson.JSONDecodeError:
        return {}
    pairs = given.items() if isinstance(given, dict) else ()
    return {str(name)[:63]: min(max(int(width), 64), 800) for name, width in pairs if str(width).isdigit()}
