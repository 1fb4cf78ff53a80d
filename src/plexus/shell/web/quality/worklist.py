"""The worklist: records that lack something, what matters most first, each to be completed where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.query.completeness import counted_by
from plexus.kernel.query.filtering import from_document
from plexus.kernel.records import reading
from plexus.kernel.schema.completing import MISSING, SHARE
from plexus.kernel.schema.object import Object
from plexus.shell.components.cells import rows_html
from plexus.shell.components.lists import Column, Pager, Place, Table
from plexus.shell.web import rows
from plexus.shell.web.lists import columns, listing
from plexus.shell.web.visit import Visit

LIMIT = 25
LACKING = {"field": SHARE, "op": "lt", "value": 100}
PLACES: dict[str, Place] = {SHARE: "side", MISSING: "below"}
WIDTHS = {SHARE: 130, MISSING: 260}


@dataclass(frozen=True, slots=True)
class Worklist:
    """A page of it: the table, how many there are, the way on, and the same as a list; no table where all is done."""

    table: Table | None
    count: str
    pager: Pager | None
    list_url: str


def worklist(visit: Visit, about: Object, asked: dict[str, Any] | None) -> Worklist:
    """The records that lack something, under a further condition."""
    document = {"and": [LACKING, asked]} if asked else LACKING
    sort = visit.http.GET.get("sort", "") or usual_sort(visit, about)
    kept = columns.Chosen(tuple(dict.fromkeys(_names(visit, about))), WIDTHS)
    found = reading.read_page(visit.actor, about, reading.Asked(
        condition=from_document(document, about=about, actor=visit.actor, now=visit.now), sort=sort, limit=LIMIT,
        fields=("id", "version", *kept.names), cursor=visit.http.GET.get("cursor", ""),
    ))  # fmt: skip
    shown = tuple(_placed(each) for each in columns.columns(visit, about, kept, sort))
    made = rows_html(shown, rows.rows_of(visit, about, kept.names, found.rows))
    table = _table(about, shown, made) if found.rows else None
    address = urlencode({"filter": json.dumps(document), "sort": sort})
    return Worklist(
        table, listing.count_text(visit, found.count), listing.pager(visit, found), f"/{about.plural}?{address}"
    )


def usual_sort(visit: Visit, about: Object) -> str:
    """What matters most first; among equals what lacks most."""
    by = about.standard.important_by
    return f"-{by},{SHARE}" if by in readable_fields(visit.actor, about) else SHARE


def _names(visit: Visit, about: Object) -> Iterator[str]:
    """The columns: the name, what makes it important, what is missing, and every field that counts."""
    known = readable_fields(visit.actor, about)
    yield about.described.title if about.described.title in known else "id"
    yield from (name for name in (SHARE, MISSING, about.standard.important_by, "owner") if name in known)
    yield from (one.name for one, _weight in sorted(counted_by(visit.actor, about), key=lambda each: -each[1]))


def _placed(column: Column) -> Column:
    return column if column.place == "lead" else replace(column, place=PLACES.get(column.name, ""))


def _table(about: Object, shown: tuple[Column, ...], made: SafeString) -> Table:
    caption = gettext("Records that lack something")
    return Table(caption, shown, made, selectable=False, cell_url=f"/{about.plural}/__id__/cell/__field__")
