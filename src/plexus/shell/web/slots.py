"""Named places on the record page that a layer above may fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plexus.kernel.schema.object import Object
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.records import Kind, Panel, TimelineEntry
from plexus.shell.web.visit import Visit

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Filling:
    """What an app adds to a record page: kinds for the composer, timeline entries, panels, buttons."""

    kinds: Callable[[Visit, Object, Values], Sequence[Kind]] | None = None
    timeline: Callable[[Visit, Object, Values], Sequence[TimelineEntry]] | None = None
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
