"""A list's page in time: of now, or as it stood at a moment, to be read and not to be changed."""

from __future__ import annotations

from dataclasses import replace

from plexus.shell.components.boards import BoardPage
from plexus.shell.components.calendars import CalendarPage
from plexus.shell.components.lists import ListPage
from plexus.shell.components.views import ViewBar
from plexus.shell.web import then
from plexus.shell.web.visit import Visit

Page = ListPage | BoardPage | CalendarPage


def placed(visit: Visit, page: Page) -> Page:
    """The page with the way to another moment; one of the past says so, and is without what would change it."""
    told = then.told(visit)
    page = replace(page, past=told, travel=then.travel(visit, visit.now))
    return _as_past(page) if told else page


def _as_past(page: Page) -> Page:
    bar = _looking(page.bar) if page.bar else None
    page = replace(page, menu=None, buttons=(), new_tab_url="", bar=bar)
    if isinstance(page, ListPage):
        return replace(page, table=replace(page.table, cell_url=""), selection=None)
    return replace(page, move_url="")


def _looking(bar: ViewBar) -> ViewBar:
    """The bar with its layouts and notices: a view is kept now, not then."""
    return replace(bar, menu=None, changed=False, save_url="", save_as_url="", reset_url="")
