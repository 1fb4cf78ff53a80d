"""What of a vendor's file would not come in: column by column, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import catalogue
from plexus.shell.importing.presets.catalogue import MARK, plain
from plexus.shell.importing.presets.deriving import text_of
from plexus.shell.importing.presets.translating import Fitted, derived
from plexus.shell.importing.reading.rows import Cells, Fault
from plexus.shell.importing.reading.tables import Table

SHOWN = 3
TOLD_APART = 1_000
WHY = {
    "no_field": N_("no field takes it"),
    "unread": N_("has no counterpart here"),
    "several": N_("only the first of several is taken"),
    "own": N_("means something there alone"),
}


@dataclass
class Loss:
    """A column of which values are left behind: how many, the most frequent ones, and why."""

    column: str
    why: str
    values: int = 0
    texts: Counter[str] = field(default_factory=Counter)

    @property
    def examples(self) -> tuple[str, ...]:
        """The most frequent of the values."""
        return tuple(text for text, _times in self.texts.most_common(SHOWN))

    def count(self, text: str) -> None:
        """One value more."""
        self.values += 1
        if len(self.texts) < TOLD_APART or text in self.texts:
            self.texts[text[:80]] += 1


def losses(table: Table, order: Order) -> tuple[Loss, ...]:
    """The columns that lose values, those that people would miss first; one pass over the file.

    A file without a preset loses the columns that its order leaves out. Rows that are refused lose nothing here.
    """
    watched = _watched(table, order)
    for _number, cells in table.rows():
        if not any(isinstance(cell, Fault) for cell in cells):
            for each in watched:
                each.look(cells)
    found = [each.loss for each in watched if each.loss.values]
    return tuple(sorted(found, key=lambda loss: (loss.why == "own", -loss.values)))


@dataclass
class _Watched:
    """A column whose values may be lost, with the places of the columns that are made of it."""

    at: int
    loss: Loss
    made: tuple[int, ...] = ()
    one: bool = False

    def look(self, cells: Cells) -> None:
        """Count the value of one row, if it is lost."""
        text = text_of(cells[self.at])
        if not text or (self.made and any(cells[at] != "" for at in self.made) and not (self.one and ";" in text)):
            return
        if self.made and not text.strip("0"):
            return
        self.loss.count(text)


def _watched(table: Table, order: Order) -> list[_Watched]:
    taken = {header for header, path in order.mapping if path}
    own = [header for header in table.headers if not header.startswith(MARK)]
    if not order.preset:
        left = {header for header, path in order.mapping if not path}
        return [_Watched(at, Loss(each, "no_field")) for at, each in enumerate(table.headers) if each in left]
    kind = catalogue.kind_of(order.preset)
    made = [each for each in derived(kind, own) if f"{MARK}{each.rule.path}" in taken]
    return [each for at, header in enumerate(own) if header not in taken for each in _of(table, at, made, kind.own)]


def _of(table: Table, at: int, made: Sequence[Fitted], own: Iterable[str]) -> list[_Watched]:
    header = table.headers[at]
    reading = [each for each in made if any(place == at for _label, place in each.columns)]
    if not reading:
        return [_Watched(at, Loss(header, "own" if plain(header) in own else "no_field"))]
    if any(each.rule.by in _SELECTIVE for each in reading):
        return []
    places = tuple(table.headers.index(f"{MARK}{each.rule.path}") for each in reading)
    one = any(each.rule.option("one") for each in reading)
    return [_Watched(at, Loss(header, "several" if one else "unread"), places, one)]


_SELECTIVE = frozenset({"nameless", "when", "stage", "pipeline"})


def as_json(found: Iterable[Loss]) -> list[dict[str, Any]]:
    """The losses as plain data."""
    return [
        {"column": each.column, "values": each.values, "why": each.why, "examples": list(each.examples)}
        for each in found
    ]
