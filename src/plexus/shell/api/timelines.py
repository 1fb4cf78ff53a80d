"""The slot for what happened about a record: an app above the shell provides it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.object import Object


class Event(Protocol):
    """Something that happened: a record of which object, when, and its stored values by field."""

    @property
    def object(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


class Timeline(Protocol):
    """The newest events about a record or its relatives that the actor may read."""

    def __call__(self, *, actor: Actor, about: Object, record_id: UUID, limit: int) -> Sequence[Event]: ...


@dataclass
class _Slot:
    timelines: list[Timeline]


_slot = _Slot([])


def provide(timeline: Timeline) -> None:
    """Add events to the timeline of every record; called while apps load."""
    if timeline not in _slot.timelines:
        _slot.timelines.append(timeline)


def events(*, actor: Actor, about: Object, record_id: UUID, limit: int) -> Sequence[Event]:
    """What every app tells of a record, newest first."""
    found = [
        each for tell in _slot.timelines for each in tell(actor=actor, about=about, record_id=record_id, limit=limit)
    ]
    return sorted(found, key=lambda event: event.at, reverse=True)[:limit]
