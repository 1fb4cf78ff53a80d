"""What becomes of each row of a file, and how many of each kind there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from plexus.kernel.values.refusals import FieldError
from plexus.shell.importing.reading.rows import Cells


class Verdict(StrEnum):
    """What becomes of a row. `incomplete` went in without a reference that should have come from the same file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    INCOMPLETE = "incomplete"


KEPT_BACK = frozenset({Verdict.DUPLICATE, Verdict.REJECTED, Verdict.INCOMPLETE})


@dataclass(slots=True)
class Row:
    """One row on its way: what its cells say by field, what is wrong with it, and what became of it.

    `missed` are references that lead nowhere and without which it goes in all the same.
    """

    number: int
    cells: Cells
    values: dict[str, Any] = field(default_factory=dict)
    reasons: list[FieldError] = field(default_factory=list)
    record_id: UUID | None = None
    verdict: Verdict | None = None
    later: dict[str, str] = field(default_factory=dict)
    needs: list[Any] = field(default_factory=list)
    changes: tuple[str, ...] = ()
    missed: list[FieldError] = field(default_factory=list)

    @property
    def stands(self) -> bool:
        """Whether nothing speaks against the row so far."""
        return not self.reasons and self.verdict is None

    @property
    def without(self) -> Row:
        """The same row as one that went in without what it missed."""
        return replace(self, reasons=self.missed, verdict=Verdict.INCOMPLETE)

    def reject(self, *reasons: FieldError, verdict: Verdict = Verdict.REJECTED) -> None:
        """Keep the row back."""
        self.reasons += reasons
        self.verdict = verdict


@dataclass
class Tally:
    """How many rows met each verdict, and how many records were made because they were missing, by object."""

    verdicts: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)

    def count(self, rows: Sequence[Row]) -> None:
        """Add rows that are through."""
        self.verdicts.update(row.verdict.value for row in rows if row.verdict)

    def of(self, verdict: Verdict) -> int:
        """The number of one verdict."""
        return self.verdicts[verdict.value]

    @property
    def kept_back(self) -> int:
        """Rows that come back in the errors file."""
        return sum(self.of(verdict) for verdict in KEPT_BACK)

    @property
    def total(self) -> int:
        """Rows that are through; the incomplete ones count as created, too."""
        return self.verdicts.total() - self.of(Verdict.INCOMPLETE)

    def as_json(self) -> dict[str, Any]:
        """The figures as plain data; every verdict is named."""
        return {**{each.value: self.of(each) for each in Verdict}, "missing_created": dict(self.missing)}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Tally:
        """The figures out of plain data."""
        return cls(
            Counter({each.value: given.get(each.value, 0) for each in Verdict}),
            Counter(given.get("missing_created", {})),
        )
