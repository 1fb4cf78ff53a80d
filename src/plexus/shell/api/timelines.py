"""The slot for what happened about a record: an app above the shell provides it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.object import Object
from plexus.kernel.values.marks import Mark


class Event(Protocol):
    """Something that happened: a record of which object, when, and its stored values by field."""

    @property
    def object(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


class Told(Protocol):
    """A stretch of events, newest first, and where the next begins, if there may be more."""

    @property
    def events(self) -> Sequence[Event]: ...
    @property
    def next(self) -> Mark | None: ...


class Timeline(Protocol):
    """The newest events about a record or its relatives that the actor may read, or those that come after a mark."""

    def __call__(
        self, *, actor: Actor, about: Object, record_id: UUID, limit: int, before: Mark | None = None
    ) -> Told: ...


@dataclass
class _Slot:
    timeline: Timeline | None = None


_slot = _Slot()


def provide(timeline: Timeline) -> None:
    """Let an app tell the timeline of every record; called while apps load."""
    _slot.timeline = timeline


def told(*, actor: Actor, about: Object, record_id: UUID, limit: int, before: Mark | None) -> Told | None:
    """A stretch of what is told of a record; nothing where no app tells anything."""
    if _slot.timeline is None:
        return None
    return _slot.timeline(actor=actor, about=about, record_id=record_id, limit=limit, before=before)
