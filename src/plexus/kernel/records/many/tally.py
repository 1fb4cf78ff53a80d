"""What a bulk command did: numbers, and the first records that it could not touch, each with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.values import sentences
from plexus.kernel.values.refusals import FieldError, Refusal

MOST = 100
Reason = tuple[str, str, str]


def reason_of(error: FieldError) -> Reason:
    """What tells one reason from another: field, code, and the sentence with what it names."""
    return error.field, error.code, sentences.as_json(error.message, error.params)


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that was left as it was; `code` and `message` are those of the refusal, `errors` name the fields."""

    record_id: UUID
    code: str
    message: str
    errors: tuple[FieldError, ...] = ()


@dataclass
class BulkResult:
    """`changed` records became different, `unchanged` were so already, `refused` keeps the first hundred refusals.

    `reasons` says how many records were refused for each reason, by what `reason_of` makes of it.
    """

    cause_id: UUID | None = None
    changed: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)
    refused_count: int = 0
    reasons: Counter[Reason] = field(default_factory=Counter)

    def refuse(self, ids: Iterable[UUID], refusal: Refusal | type[Refusal], errors: Sequence[FieldError] = ()) -> None:
        """Count records as refused for one reason."""
        why = tuple(errors or getattr(refusal, "fields", ()))
        reasons = {reason_of(each) for each in why or (FieldError("", refusal.code, refusal.message),)}
        for key in ids:
            self.refused_count += 1
            self.reasons.update(reasons)
            if len(self.refused) < MOST:
                self.refused.append(Refused(key, refusal.code, refusal.message, why))

    def add(self, part: BulkResult) -> None:
        """Count what became of a part of the records."""
        self.changed += part.changed
        self.unchanged += part.unchanged
        self.refused = (self.refused + part.refused)[:MOST]
        self.refused_count += part.refused_count
        self.reasons += part.reasons

    def refuse_unreadable(self, ids: Iterable[UUID]) -> None:
        """Count records that are not there for the actor."""
        self.refuse(ids, NotFound)

    def refuse_not_allowed(self, ids: Iterable[UUID]) -> None:
        """Count records that the actor may see but not change."""
        self.refuse(ids, NotAllowed)
