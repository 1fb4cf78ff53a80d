"""The list in groups: heads with counts and subtotals, the first rows of the first groups, the rest when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.records import reading
from plexus.kernel.records.grouping.keys import condition_of
from plexus.kernel.records.queries import groups
from plexus.kernel.records.queries.figures import Group
from plexus.kernel.records.queries.groups import Grouping
from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values import numerals
from plexus.kernel.views.fitness import key_of
from plexus.kernel.views.models import Layout
from plexus.shell.components.cells import rows_html
from plexus.shell.components.formats import number_text
from plexus.shell.components.lists import Column, ListPage, Section
from plexus.shell.web import asking, rows, then
from plexus.shell.web.addresses import query_with
from plexus.shell.web.lists import listing
from plexus.shell.web.views import figures, keys, showing, tables
from plexus.shell.web.views.showing import Shown
from plexus.shell.web.visit import Visit

OPEN = 5
ROWS = 10
MORE = 50


def page(visit: Visit, about: Object, one: Shown) -> ListPage:
    """Every group's head, and the first rows of the first groups."""
    asked = grouping(visit, about, one)
    measures = figures.measures(about, one)
    found = groups.heads(asked, measures)
    values = [each.keys[0] for each in found.groups[:OPEN]]
    opened = groups.first_rows(asked, values, rows.needed(visit, about, one.kept.names), one.asked.sort, ROWS)
    held = [*opened, *(None for _closed in found.groups[OPEN:])]
    shown = tables.heads(visit, about, one)
    made = _made(visit, about, one, shown, [row for each in opened for row in each])
    sections = tuple(
        replace(
            _section(visit, about, one, each, here),
            id=f"g-{number}",
            figures=figures.texts(visit, each, measures),
            rows=SafeString("".join(made[str(row["id"])] for row in here or ())),
        )
        for number, (each, here) in enumerate(zip(found.groups, held, strict=True))
    )
    count = number_text(found.whole.count, locale=visit.locale)
    listed = tables.list_page(visit, about, one, tables.table(about, one, shown, SafeString("")), count)
    empty = None if found.groups else listing.empty(visit, about, filtered=tables.filtered(one))
    return replace(listed, sections=sections, empty=empty)


def grouping(visit: Visit, about: Object, one: Shown) -> Grouping:
    """What is grouped by what."""
    if one.by is None:
        raise NotFound
    condition = asking.condition(visit, about, one.asked)
    return Grouping(visit.actor, about, condition, key_of(one.by), one.asked.trashed)


def fields(one: Shown) -> tuple[str, ...]:
    """The fields that a row or a card needs."""
    return tuple(dict.fromkeys(("id", "version", *one.kept.names)))


def _made(
    visit: Visit, about: Object, one: Shown, shown: tuple[Column, ...], values: Sequence[Mapping[str, Any]]
) -> dict[str, SafeString]:
    """Rows as HTML by id; what they refer to is looked up for all groups together."""
    found = rows.rows_of(visit, about, one.kept.names, values)
    return {each.id: rows_html(shown, [each], select_words=gettext("Select %s")) for each in found}


def _section(
    visit: Visit, about: Object, one: Shown, group: Group, held: Sequence[Mapping[str, Any]] | None
) -> Section:
    """The head of a group; it is open when its first rows are there."""
    (value,) = group.keys
    more = group.count - len(held or ())
    return Section(
        id="",
        label=keys.label(visit, value, one.by) if one.by else "",
        count=number_text(group.count, locale=visit.locale),
        open=held is not None,
        more_url=_rows_url(visit, about, one, value, skip=len(held or ())) if more else "",
        more_label=_more(visit, more),
        all_url=keys.address(visit, about, one, value),
    )


def _more(visit: Visit, more: int) -> str:
    return gettext("%(count)s more") % {"count": number_text(more, locale=visit.locale)}


def _rows_url(visit: Visit, about: Object, one: Shown, value: Any, *, skip: int = 0, cursor: str = "") -> str:
    named = {"group": keys.written(value), "skip": str(skip) if skip else "", "cursor": cursor}
    by = one.by.name if one.by else ""
    return f"/{about.plural}/group{query_with(visit, layout=Layout.GROUPED.value, by=by, **named)}"


def show_rows(visit: Visit, objects: str) -> HttpResponse:
    """GET /{objects}/group?…&group=KEY: further rows of one group, and the way to those after them."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    if not level(visit.actor, about, Verb.READ):
        raise NotAllowed
    one = showing.shown(visit, about)
    if one.by is None:
        raise NotFound
    value, text = keys.read(visit.http.GET.get("group", ""), one.by), visit.http.GET.get("skip", "")
    skip = min(numerals.whole(text) or 0, ROWS)
    shown = tables.heads(visit, about, one)
    with then.travelled(visit) as there:
        asked = rows.needed(there, about, one.kept.names)
        wanted = asking.as_asked(there, about, one.asked, asked, limit=MORE + skip)
        inside = wanted.condition & condition_of(key_of(one.by), value, about, there.actor)
        found = reading.read_page(there.actor, about, replace(wanted, condition=inside, counted=False))
        listed = rows.rows_of(there, about, one.kept.names, found.rows[skip:])
    made = rows_html(shown, listed, select_words=gettext("Select %s"))
    url = _rows_url(visit, about, one, value, cursor=found.next) if found.next else ""
    return visit.show("shell/components/group_rows.html", rows=made, more_url=url, columns=shown)
