"""What a bulk command did: numbers, and the first records that it could not touch, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.values.refusals import FieldError, Refusal

MOST = 100


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that was left as it was; `code` and `message` are those of the refusal, `errors` name the fields."""

    record_id: UUID
    code: str
    message: str
    errors: tuple[FieldError, ...] = ()


@dataclass
class BulkResult:
    """`changed` records became different, `unchanged` were so already, `refused` keeps the first hundred refusals."""

    cause_id: UUID | None = None
    changed: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)
    refused_count: int = 0

    def refuse(self, ids: Iterable[UUID], refusal: Refusal | type[Refusal], errors: Sequence[FieldError] = ()) -> None:
        """Count records as refused for one reason."""
        why = tuple(errors or getattr(refusal, "fields", ()))
        for key in ids:
            self.refused_count += 1
            if len(self.refused) < MOST:
                self.refused.append(Refused(key, refusal.code, refusal.message, why))

    def add(self, part: BulkResult) -> None:
        """Count what became of a part of the records."""
        self.changed += part.changed
        self.unchanged += part.unchanged
        self.refused = (self.refused + part.refused)[:MOST]
        self.refused_count += part.refused_count

    def refuse_unreadable(self, ids: Iterable[UUID]) -> None:
        """Count records that are not there for the actor."""
        self.refuse(ids, NotFound)

    def refuse_not_allowed(self, ids: Iterable[UUID]) -> None:
        """Count records that the actor may see but not change."""
        self.refuse(ids, NotAllowed)
