"""The list of an object, in the layout that its view or its address asks for."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.views.models import Layout
from plexus.kernel.views.queries.offered import offered
from plexus.shell.web.views import boards, calendars, grouped, showing, tables
from plexus.shell.web.visit import Visit

LAYOUTS = {
    Layout.TABLE: tables.show,
    Layout.GROUPED: grouped.show,
    Layout.BOARD: boards.show,
    Layout.CALENDAR: calendars.show,
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
    return LAYOUTS[one.layout](visit, about, one)
