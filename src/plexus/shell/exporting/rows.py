"""The rows of an export, one after the other through a server-side cursor: memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Q

from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.sorting import sort_keys
from plexus.kernel.records.clock import zone_of
from plexus.kernel.records.fetching import paging
from plexus.kernel.records.queries import documents
from plexus.kernel.records.reading import visible
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema.object import Object
from plexus.shell.exporting.columns import Cell, Layout, Values, layout
from plexus.shell.exporting.wanted import Wanted

CHUNK = 500


class Rows:
    """Cells in rows under headers. Reading them needs an open transaction (`acting`), in which the cursor lives."""

    def __init__(self, actor: Actor, about: Object, condition: Q, wanted: Wanted) -> None:
        if level(actor, about, Verb.READ) is Level.NONE:
            raise NotAllowed
        self._actor = actor
        self._layout: Layout = layout(actor, about, wanted.fields, labels=wanted.labels)
        self._keys = sort_keys(about, actor, wanted.sort)
        self._matching = visible(actor, about).filter(condition)
        self._zone = zone_of(actor.time_zone)

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of the columns."""
        return tuple(each.header for each in self._layout.columns)

    def count(self) -> int:
        """How many rows there are at this moment."""
        return self._matching.count()

    def more_than(self, bound: int) -> bool:
        """Whether there are more rows than that, without counting all of them."""
        return self._matching.order_by()[: bound + 1].count() > bound

    def __iter__(self) -> Iterator[list[Cell]]:
        wanted, columns = self._layout.plan, self._layout.columns
        names, readers = wanted.names(), wanted.readers
        fetched = self._fetch(names)
        while chunk := list(islice(fetched, CHUNK)):
            rows = (dict(zip(names, each, strict=False)) for each in chunk)
            for values in self._named([{reader.path: reader.read(row) for reader in readers} for row in rows]):
                yield [self._local(each.cell(values)) for each in columns]

    def _named(self, rows: list[Values]) -> list[Values]:
        """Rows whose lists of references bear the titles that their reader may read: one statement for all of them."""
        lists = self._layout.named
        titles = documents.titles_of(self._actor, (row[path] for row in rows for path in lists)) if lists else {}
        for row in rows if titles else ():
            row |= {path: documents.named(row[path], titles) for path in lists}
        return rows

    def _fetch(self, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        wanted = self._layout.plan
        sorted_by = {key.alias: key.expression for key in self._keys if key.expression is not None}
        expressions = wanted.expressions | {name: each for name, each in sorted_by.items() if name not in names}
        rows = self._matching.annotate(**expressions).order_by(*paging.order(self._keys, backward=False))
        return rows.values_list(*names).iterator(chunk_size=CHUNK)

    def _local(self, cell: Cell) -> Cell:
        """Instants on the actor's clock, offset kept."""
        return cell.astimezone(self._zone) if isinstance(cell, datetime) else cell
