"""What every layout of an object's list has: count, sort, menu, buttons, what an empty one says, and its columns."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import orjson
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actions import preferences
from plexus.kernel.records import reading
from plexus.kernel.records.fetching.counting import Count
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values import numerals
from plexus.shell.components.feedback import Empty
from plexus.shell.components.formats import number_text
from plexus.shell.components.icons import BLANK
from plexus.shell.components.lists import Column, Pager
from plexus.shell.components.marks import Chip
from plexus.shell.components.menus import Menu, MenuItem
from plexus.shell.web import asking, then
from plexus.shell.web.addresses import query_with
from plexus.shell.web.commands import actions
from plexus.shell.web.imports import allowed
from plexus.shell.web.visit import Visit

LIMIT = 50


def count_text(visit: Visit, count: Count | None) -> str:
    """How many: exact, or with a sign that it is an estimate."""
    if count is None:
        return ""
    text = number_text(count.value, locale=visit.locale)
    return text if count.exact else gettext("about %(count)s") % {"count": text}


def sort(about: Object, asked: asking.ListQuery) -> Chip:
    """The field by which the list is sorted, and which way."""
    first = (asked.sort or ",".join(about.described.sort)).split(",", 1)[0]
    if order := about.described.orders.get(first):
        return Chip(gettext("Sort:"), str(order.label))
    field = about.fields.get(first.lstrip("-").split(".", 1)[0])
    arrow = "↓" if first.startswith("-") else "↑"
    return Chip(gettext("Sort:"), f"{field.label if field else first} {arrow}")


def orders(shown: tuple[Column, ...]) -> tuple[MenuItem, ...]:
    """The columns by which the list can be sorted; the one that sorts it already turns round."""
    icons = {"ascending": "arrow-up", "descending": "arrow-down", "": BLANK}
    return tuple(MenuItem(each.label, each.sort_url, icons[each.sorted]) for each in shown if each.sort_url)


def pager(visit: Visit, page: reading.Page) -> Pager | None:
    """The ways on and back; none where everything is shown."""
    if not page.next and not page.previous:
        return None
    shown = ngettext("%(count)d shown", "%(count)d shown", len(page.rows)) % {"count": len(page.rows)}
    return Pager(
        shown,
        query_with(visit, cursor=page.previous) if page.previous else "",
        query_with(visit, cursor=page.next) if page.next else "",
    )


def buttons(visit: Visit, about: Object) -> tuple[MenuItem, ...]:
    """The buttons in the head of the list."""
    made = []
    if about.plural == "deals":
        made.append(MenuItem(gettext("Board"), "/deals/board", "kanban"))
    if level(visit.actor, about, Verb.CREATE):
        made.append(MenuItem(gettext("New"), reverse("new", kwargs={"objects": about.plural}), "plus", dialog=True))
    return tuple(made)


def menu(visit: Visit, about: Object, query: str, names: Sequence[str] = ()) -> Menu:
    """Import, export of what a query asks for with the columns that are shown, and the trash."""
    export = f"{reverse('export-ask', kwargs={'objects': about.plural})}?{_exported(names, query=query)}"
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


def _exported(names: Sequence[str], **more: str) -> str:
    return urlencode([*more.items(), *(("column", name) for name in names)])


def commands(visit: Visit, about: Object, names: Sequence[str] = ()) -> tuple[MenuItem, ...]:
    """What can be done with the selected rows; what does away with them stands last."""
    export = f"{reverse('export-ask', kwargs={'objects': about.plural})}?{_exported(names)}"
    every = (*actions.offered(visit, about), MenuItem(gettext("Export"), export, "download", dialog=True))
    return tuple(sorted(every, key=lambda each: each.danger))


def empty(visit: Visit, about: Object, *, filtered: bool) -> Empty:
    """What an empty list says, and its one button."""
    if then.moment(visit) and not filtered:
        return then.nothing()
    name = str(about.label_plural)
    if filtered:
        everything = MenuItem(gettext("Show all"), f"/{about.plural}?view=all")
        return Empty(
            gettext("Nothing matches"), gettext("No record fits this view and filter."), "search-x", action=everything
        )
    make = MenuItem(gettext("New"), reverse("new", kwargs={"objects": about.plural}), "plus", main=True, dialog=True)
    bring = MenuItem(gettext("Import"), f"/imports/new?object={about.plural}", "upload")
    may = bool(level(visit.actor, about, Verb.CREATE))
    may_bring = may and not (about.described.personal or about.described.bound)
    first = gettext("Create the first one, or import what you have from a file.") if may_bring else ""
    return Empty(
        gettext("No %(objects)s yet") % {"objects": name},
        str(about.described.purpose) or first,
        about.described.icon,
        action=make if may else None,
        other=bring if may_bring else None,
    )


def keep_columns(visit: Visit, objects: str) -> HttpResponse:
    """POST /{objects}/columns: which columns are shown, in which order and how wide."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    form = visit.http.POST
    names = [name for name in form.getlist("column") if name in about.fields]
    widths = _widths(form.get("widths", ""))
    view = asking.list_query(visit.http.GET).saved
    kept = str(view) if view else about.plural
    preferences.keep_columns(actor=visit.actor, objects=kept, names=names, widths=widths)
    response = HttpResponse(status=204)
    response["HX-Trigger"] = "changed" if names else "kept"
    return response


def _widths(text: str) -> dict[str, int]:
    try:
        given = orjson.loads(text) if text else {}
    except orjson.JSONDecodeError:
        return {}
    pairs = given.items() if isinstance(given, dict) else ()
    known = ((str(name)[:63], numerals.whole(str(width))) for name, width in pairs)
    return {name: min(max(width, 64), 800) for name, width in known if width is not None}
