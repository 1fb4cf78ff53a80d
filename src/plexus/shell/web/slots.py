"""Named places on the record page that a layer above may fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plexus.kernel.schema.object import Object
from plexus.kernel.values.marks import Mark
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.records import Kind, Panel, TimelineEntry
from plexus.shell.web.visit import Visit

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Stretch:
    """Entries of a timeline, newest first, and where it goes on, if there may be more."""

    entries: Sequence[TimelineEntry]
    next: Mark | None


@dataclass(frozen=True)
class Filling:
    """What an app adds to a record page: kinds for the composer, timeline entries, panels, buttons.

    The timeline is told from its beginning, or from a mark on.
    """

    kinds: Callable[[Visit, Object, Values], Sequence[Kind]] | None = None
    timeline: Callable[[Visit, Object, Values, Mark | None], Stretch] | None = None
    panels: Callable[[Visit, Object, Values], Sequence[Panel]] | None = None
    buttons: Callable[[Visit, Object, Values], Sequence[MenuItem]] | None = None


@dataclass
class _Slots:
    fillings: list[Filling] = field(default_factory=list)


_slots = _Slots()


def fill(filling: Filling) -> None:
    """Add to every record page; called while apps load. A function gives nothing for objects it does not know."""
    _slots.fillings.append(filling)


def filled(part: str, visit: Visit, about: Object, values: Values) -> tuple[Any, ...]:
    """Everything that apps put into one part of a record's page."""
    makers = (getattr(filling, part) for filling in _slots.fillings)
    return tuple(each for make in makers if make for each in make(visit, about, values))


def told(visit: Visit, about: Object, values: Values, before: Mark | None) -> Stretch:
    """What apps tell of a record, as far back as all of them have told."""
    stretches = [each.timeline(visit, about, values, before) for each in _slots.fillings if each.timeline]
    ends = [each.next for each in stretches if each.next]
    end = max(ends, key=lambda mark: mark.at, default=None)
    entries = [entry for each in stretches for entry in each.entries if end is None or entry.at >= end.at]
    return Stretch(sorted(entries, key=lambda entry: entry.at, reverse=True), end)
