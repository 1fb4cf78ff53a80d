"""What an undo did, and what it left alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

MOST = 100


@dataclass(frozen=True, slots=True)
class Contested:
    """A field that somebody changed since: what undo would put back, what the cause had set, what is there now.

    `by` and `at` tell who made it what it is now, and when; nobody where no person did.
    Of a part of a money value `money` names the field of the amount, and `worth` is the whole on the three sides.
    """

    object: str
    record_id: UUID
    field: str
    before: Any
    after: Any
    now: Any
    created: bool = False
    by: str = ""
    at: datetime | None = None
    money: str = ""
    worth: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocked:
    """A record that was left alone: `gone`, `taken`, `constraint` or `not_allowed`, with the fields it is about."""

    object: str
    record_id: UUID
    reason: str
    fields: tuple[str, ...] = ()


@dataclass
class Undone:
    """Records put back by object; the first conflicts and refusals with their total numbers."""

    cause_id: UUID | None = None
    records: dict[str, int] = field(default_factory=dict)
    conflicts: list[Contested] = field(default_factory=list)
    conflict_count: int = 0
    blocked: list[Blocked] = field(default_factory=list)
    blocked_count: int = 0
    refused: list[Blocked] = field(default_factory=list)
    refused_count: int = 0

    @property
    def count(self) -> int:
        """How many records were put back."""
        return sum(self.records.values())

    def put_back(self, plural: str, number: int) -> None:
        """Count records of an object."""
        if number:
            self.records[plural] = self.records.get(plural, 0) + number

    def contest(self, found: list[Contested], number: int) -> None:
        """Add conflicts; only the first are kept."""
        self.conflicts = (self.conflicts + found)[:MOST]
        self.conflict_count += number

    def block(self, found: list[Blocked]) -> None:
        """Add records that could not be put back."""
        self.blocked = (self.blocked + found)[:MOST]
        self.blocked_count += len(found)

    def refuse(self, found: list[Blocked], number: int) -> None:
        """Add records that the actor may not change."""
        self.refused = (self.refused + found)[:MOST]
        self.refused_count += number
