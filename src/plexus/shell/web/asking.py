"""What the address of a list asks for: view, filter, words, sort, page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext

from plexus.kernel.query import filtering, read, write
from plexus.kernel.records.reading import Asked
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.matching import matching
from plexus.shell.components.marks import Chip
from plexus.shell.components.menus import Tab
from plexus.shell.web.addresses import query_with
from plexus.shell.web.visit import Visit

VIEWS: dict[str, dict[str, Any]] = {
    "mine": {"field": "owner", "op": "eq", "value": {"me": True}},
    "team": {"field": "owner", "op": "eq", "value": {"my_team": True}},
    "recent": {"field": "created_at", "op": "eq", "value": {"relative": "last_7_days"}},
}


@dataclass(frozen=True)
class ListQuery:
    """A list as its address asks for it: everything that also a bulk change or an export needs to ask again."""

    view: str
    document: dict[str, Any] | None
    words: str
    sort: str
    cursor: str
    trashed: bool

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
    )


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
        found &= matching(about, asked.words)
    return found


def as_asked(visit: Visit, about: Object, asked: ListQuery, fields: tuple[str, ...], *, limit: int) -> Asked:
    """The list to read."""
    return Asked(
        condition=condition(visit, about, asked), sort=asked.sort, fields=fields, limit=limit, cursor=asked.cursor,
        trashed=asked.trashed,
    )  # fmt: skip


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
    if asked.document:
        found.append(Chip(gettext("Filter"), "", off_url=query_with(visit, filter="", cursor="")))
    return tuple(found)
