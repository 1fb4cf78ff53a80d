"""The list of an object, in the layout that its view or its address asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.views.models import Layout
from plexus.kernel.views.queries.offered import offered
from plexus.shell.web import then
from plexus.shell.web.views import boards, calendars, grouped, moments, showing, tables
from plexus.shell.web.views.moments import Page
from plexus.shell.web.views.showing import Shown
from plexus.shell.web.visit import Visit


@dataclass(frozen=True)
class Drawing:
    """How a layout is drawn: what fills its page, and the page's template."""

    page: Callable[[Visit, Object, Shown], Page]
    template: str


LAYOUTS = {
    Layout.TABLE: Drawing(tables.page, "shell/layouts/list.html"),
    Layout.GROUPED: Drawing(grouped.page, "shell/layouts/list.html"),
    Layout.BOARD: Drawing(boards.page, "shell/layouts/board.html"),
    Layout.CALENDAR: Drawing(calendars.page, "shell/layouts/calendar.html"),
}
ASKING = ("view", "filter", "q", "cause", "trashed", "layout")


def list_records(visit: Visit, objects: str) -> HttpResponse:
    """GET /{objects}: what the address asks for; one that asks for nothing leads to the view that opens first."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    if not level(visit.actor, about, Verb.READ):
        raise NotAllowed
    views = offered(visit.actor, about)
    if not any(name in visit.http.GET for name in ASKING):
        first = showing.first_view(visit, about, views)
        if first not in {"", showing.EVERYTHING}:
            query = visit.http.GET.copy()
            query["view"] = first
            return HttpResponseRedirect(f"/{objects}?{query.urlencode()}")
    one = showing.shown(visit, about, views)
    drawing = LAYOUTS[one.layout]
    with then.travelled(visit) as there:
        made = drawing.page(there, about, one)
    return visit.show(drawing.template, page=moments.placed(visit, made), about=about)
