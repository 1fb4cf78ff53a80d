"""What the address of a list asks for: view, filter, words, sort, page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext

from plexus.kernel.journal.queries import causes
from plexus.kernel.query import check, filtering, parse, read, sentences, write
from plexus.kernel.records.breaking import breaking
from plexus.kernel.records.fetching import naming
from plexus.kernel.records.reading import Asked
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.matching import matching
from plexus.kernel.values.ids import id_in
from plexus.kernel.views.opening import Opened, opened
from plexus.kernel.views.queries.offered import offered
from plexus.shell.components.marks import Chip
from plexus.shell.components.menus import Tab
from plexus.shell.web.addresses import filter_address, query_with
from plexus.shell.web.visit import Visit

VIEWS: dict[str, dict[str, Any]] = {
    "mine": {"field": "owner", "op": "eq", "value": {"me": True}},
    "team": {"field": "owner", "op": "eq", "value": {"my_team": True}},
    "recent": {"field": "created_at", "op": "eq", "value": {"relative": "last_7_days"}},
}


@dataclass(frozen=True)
class ListQuery:
    """A list as its address asks for it: everything that also a bulk change or an export needs to ask again.

    `view` is the id of a saved view or the name of one that every list has; `filtered` says that the address brings a
    filter, even an empty one, which then stands instead of the saved view's.
    """

    view: str
    document: dict[str, Any] | None
    words: str
    sort: str
    cursor: str
    trashed: bool
    cause: str = ""
    breaks: str = ""
    filtered: bool = False
    layout: str = ""
    by: str = ""
    measures: str | None = None

    @property
    def saved(self) -> UUID | None:
        """The id of the saved view."""
        return id_in(self.view)

    @property
    def whole(self) -> dict[str, Any] | None:
        """The filter of the view and the person's own filter together."""
        parts = [each for each in (VIEWS.get(self.view), self.document) if each]
        return {"and": parts} if len(parts) > 1 else (parts[0] if parts else None)


def list_query(given: QueryDict) -> ListQuery:
    """The list that a query string asks for; a filter that is no JSON asks for nothing."""
    return ListQuery(
        view=given.get("view", ""),
        document=_document(given.get("filter", "")),
        words=given.get("q", "").strip()[:200],
        sort=given.get("sort", ""),
        cursor=given.get("cursor", ""),
        trashed=given.get("trashed", "") == "true",
        cause=given.get("cause", ""),
        breaks=given.get("breaks", ""),
        filtered="filter" in given,
        layout=given.get("layout", ""),
        by=given.get("by", ""),
        measures=given.get("measures"),
    )


def asked_of(visit: Visit, about: Object, given: QueryDict) -> ListQuery:
    """The list that a query string asks for, to act on all of it: with the filter of its saved view.

    Raises `NotFound` where there is no such view for the reader: without its filter, all would be far more.
    """
    asked = list_query(given)
    if not asked.view or asked.view in VIEWS:
        return asked
    view = next((each for each in offered(visit.actor, about) if str(each.pk) == asked.view), None)
    if view is None:
        raise NotFound
    return under(asked, opened(view, visit.actor, about))


def under(asked: ListQuery, view: Opened) -> ListQuery:
    """What is asked for where a view is open: its filter and order, unless the address brings others."""
    document = asked.document if asked.filtered else (view.filter or None)
    return replace(asked, document=document, sort=asked.sort or view.sort)


def _document(text: str) -> dict[str, Any] | None:
    if not text.strip():
        return None
    return write(read(text))


def condition(visit: Visit, about: Object, asked: ListQuery) -> Q:
    """The condition on the object's rows; raises when the filter does not fit the object."""
    found = Q()
    if asked.whole is not None:
        found &= filtering.from_document(asked.whole, about=about, actor=visit.actor, now=visit.now)
    if asked.words:
        found &= matching(visit.actor, about, asked.words)
    if asked.cause:
        found &= Q(pk__in=causes.records_of(actor=visit.actor, cause_id=id_in(asked.cause), plural=about.plural))
    if asked.breaks:
        found &= breaking(visit.actor, about, asked.breaks, visit.now)
    return found


def as_asked(visit: Visit, about: Object, asked: ListQuery, fields: tuple[str, ...], *, limit: int) -> Asked:
    """The list to read."""
    return Asked(
        condition=condition(visit, about, asked), sort=asked.sort, fields=fields, limit=limit, cursor=asked.cursor,
        trashed=asked.trashed,
    )  # fmt: skip


def query_of(asked: ListQuery) -> str:
    """The query that asks for the same rows, whatever becomes of a saved view in the meantime."""
    given = {
        "view": asked.view if asked.view in VIEWS else "",
        "filter": orjson.dumps(asked.document).decode() if asked.document else "",
        "q": asked.words,
        "sort": asked.sort,
        "cause": asked.cause,
        "breaks": asked.breaks,
        "trashed": "true" if asked.trashed else "",
    }
    return urlencode({name: value for name, value in given.items() if value})


def tabs(visit: Visit, about: Object, asked: ListQuery) -> tuple[Tab, ...]:
    """The views that every list has."""
    labels = {
        "": gettext("All"),
        "mine": gettext("Mine"),
        "team": gettext("My team"),
        "recent": gettext("New this week"),
    }
    offered = labels if about.has_owner else {"": labels[""], "recent": labels["recent"]}
    return tuple(
        Tab(label, query_with(visit, view=view, cursor=""), current=asked.view == view)
        for view, label in offered.items()
    )


def chips(visit: Visit, about: Object, asked: ListQuery) -> tuple[Chip, ...]:
    """The filter as the parts of a sentence, each of which can be taken away."""
    found = []
    if asked.words:
        found.append(Chip(gettext("Search"), asked.words, off_url=query_with(visit, q="", cursor="")))
    if asked.cause:
        found.append(Chip("", gettext("What one import changed"), off_url=query_with(visit, cause="", cursor="")))
    if asked.breaks:
        found.append(Chip(gettext("Breaks"), asked.breaks, off_url=query_with(visit, breaks="", cursor="")))
    if asked.document:
        found += _told(visit, about, asked)
    return tuple(found)


def _told(visit: Visit, about: Object, asked: ListQuery) -> list[Chip]:
    """A chip for each part that must hold; taking it off leaves the others."""
    checked = check(parse(asked.document), about, visit.actor)
    told = sentences.chips(checked, lambda plural, ids: _titles(visit, plural, ids))
    parts = parts_of(asked.document)
    nothing = "{}" if asked.saved else ""
    text = orjson.dumps(asked.document).decode()
    if len(told) != len(parts):
        edit, off = filter_address(visit, about.plural, text=text), query_with(visit, filter=nothing, cursor="")
        return [Chip("", sentences.describe(checked), edit, off, dialog=True)]
    return [
        Chip(
            f"{each.field} {each.operator}".strip(),
            each.value,
            url=filter_address(visit, about.plural, str(index), text=text),
            dialog=True,
            off_url=query_with(visit, filter=_without(parts, index) or nothing, cursor=""),
        )
        for index, each in enumerate(told)
    ]


def _titles(visit: Visit, plural: str, ids: frozenset[UUID]) -> Mapping[UUID, str]:
    return naming.titles(visit.actor, registry.of(visit.actor.workspace_id).object(plural), ids)


def parts_of(document: dict[str, Any] | None) -> list[Any]:
    """The parts of a filter that all must hold."""
    if not document:
        return []
    parts = document.get("and")
    return list(parts) if isinstance(parts, list) and len(document) == 1 else [document]


def _without(parts: list[Any], index: int) -> str:
    rest = parts[:index] + parts[index + 1 :]
    return orjson.dumps({"and": rest}).decode() if rest else ""
