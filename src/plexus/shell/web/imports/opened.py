"""An import with its file looked into: what every part of the page of columns reads."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plexus.shell.importing import files
from plexus.shell.importing.columns import Column, matched
from plexus.shell.importing.destinations import Destinations
from plexus.shell.importing.opening import opened
from plexus.shell.importing.order import Order
from plexus.shell.importing.queries import following
from plexus.shell.importing.reading.profiling import ColumnProfile, profile_columns
from plexus.shell.importing.reading.rows import Cells
from plexus.shell.importing.reading.sniffing import Kind
from plexus.shell.importing.reading.tables import Table
from plexus.shell.web.visit import Visit

SAMPLE = 1_000


@dataclass(frozen=True)
class Opened:
    """An import with its table, how the columns look, a first row, and everything that columns may fill."""

    followed: following.Followed
    table: Table
    profiles: tuple[ColumnProfile, ...]
    first: Cells
    known: Destinations

    @property
    def order(self) -> Order:
        """What is asked."""
        return self.followed.order

    def called(self, header: str) -> str:
        """What a column is called: as in the file, and of a card, which names none, as the field that it is of."""
        one = self.known.fields.get(header) if self.table.format.kind is Kind.VCARD else None
        return str(one.label) if one else header

    def columns(self) -> tuple[Column, ...]:
        """The columns with the fields that were asked for or are proposed."""
        order = self.order
        mapping = tuple(pair for pair in order.mapping if pair[1] or not order.proposals)
        return matched(self.known, _with(order, mapping, proposals=order.proposals), self.table, self.profiles)

    def proposed(self) -> dict[tuple[str, str], str]:
        """Why each column would get its field if nobody had asked for anything."""
        found = matched(self.known, _with(self.order, (), proposals=True), self.table, self.profiles)
        return {(each.header, each.to.path): each.reason for each in found}


def _with(order: Order, mapping: tuple[tuple[str, str], ...], *, proposals: bool) -> Order:
    return Order(order.object, mapping=mapping, proposals=proposals)


def open_import(visit: Visit, import_id: UUID) -> Opened:
    """One's own import with its file; raises `NotFound`, or what is wrong with the file."""
    found = following.followed(actor=visit.actor, import_id=import_id)
    path = files.file_of(visit.actor.workspace_id, import_id)
    table = opened(path, found.brought.name, found.order)
    sample = list(table.sample(SAMPLE))
    profiles = profile_columns(sample, len(table.headers))
    first = sample[0] if sample else ("",) * len(table.headers)
    return Opened(found, table, profiles, first, Destinations(visit.actor, found.about))
