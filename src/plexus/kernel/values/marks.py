"""Places in what is ordered by moment, newest first: where a page ended, and where the next goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from uuid import UUID

BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Mark:
    """The moment and the id of what stands there; what comes after is older, or as old with a greater id."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}{BETWEEN}{self.id}"

    @classmethod
    def read(cls, text: str) -> Self:
        """The mark that a text says; raises `ValueError`."""
        at, between, key = text.partition(BETWEEN)
        moment = datetime.fromisoformat(at)
        if not between or moment.tzinfo is None:
            raise ValueError(text)
        return cls(moment.astimezone(UTC), UUID(key))
