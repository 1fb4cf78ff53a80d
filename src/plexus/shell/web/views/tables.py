"""The list as a table."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.kernel.records import reading
from plexus.kernel.schema.object import Object
from plexus.shell.components.cells import rows_html
from plexus.shell.components.lists import Column, ListPage, Selection, Table
from plexus.shell.web import asking, rows
from plexus.shell.web.addresses import filter_address
from plexus.shell.web.lists import columns, listing
from plexus.shell.web.views import bar
from plexus.shell.web.views.showing import Shown
from plexus.shell.web.visit import Visit

LIMIT = 50


def page(visit: Visit, about: Object, one: Shown) -> ListPage:
    """One page of rows."""
    fields = rows.needed(visit, about, one.kept.names)
    found = reading.read_page(visit.actor, about, asking.as_asked(visit, about, one.asked, fields, limit=LIMIT))
    shown = heads(visit, about, one)
    made = rows_html(shown, rows.rows_of(visit, about, one.kept.names, found.rows), select_words=gettext("Select %s"))
    empty = None if found.rows else listing.empty(visit, about, filtered=filtered(one))
    listed = list_page(visit, about, one, table(about, one, shown, made), listing.count_text(visit, found.count))
    return replace(listed, pager=listing.pager(visit, found), empty=empty)


def heads(visit: Visit, about: Object, one: Shown) -> tuple[Column, ...]:
    """The columns of the table."""
    return columns.columns(visit, about, one.kept, one.asked.sort or ",".join(about.described.sort))


def filtered(one: Shown) -> bool:
    """Whether the list asks for less than everything."""
    return bool(one.asked.whole or one.asked.words or one.asked.cause or one.asked.breaks)


def table(about: Object, one: Shown, shown: tuple[Column, ...], made: SafeString) -> Table:
    """The table around its rows."""
    return Table(
        str(about.label_plural), shown, made,
        cell_url=f"/{about.plural}/__id__/cell/__field__",
        columns_url=columns_url(about, one),
    )  # fmt: skip


def columns_url(about: Object, one: Shown) -> str:
    """Where the person's columns are kept: those of the view by themselves."""
    url = reverse("columns", kwargs={"objects": about.plural})
    return f"{url}?view={one.view.pk}" if one.view else url


def list_page(visit: Visit, about: Object, one: Shown, made: Table, count: str) -> ListPage:
    """What a table and a grouped table have around them."""
    query = asking.query_of(one.asked)
    return ListPage(
        title=capfirst(str(about.label_plural)),
        table=made,
        count=count,
        tabs=bar.tabs(visit, about, one),
        new_tab_url=(view := bar.view_bar(visit, about, one)).save_as_url,
        bar=view,
        chips=asking.chips(visit, about, one.asked),
        filter_url=filter_address(visit, about.plural, "new", text=bar.document_text(one)),
        sort=listing.sort(about, one.asked),
        orders=listing.orders(made.columns),
        choices=columns.choices(visit, about, one.kept),
        menu=listing.menu(visit, about, query, one.kept.names),
        buttons=listing.buttons(visit, about),
        selection=Selection(count, listing.commands(visit, about, one.kept.names), query),
    )
