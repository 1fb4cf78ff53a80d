"""Keeping what somebody will ask of an import's rows: in memory, for an import in the foreground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from plexus.shell.importing.verdicts import KEPT_BACK, Row

SHOWN = 20


@dataclass
class Listed:
    """Every row that was kept back, and the first rows of each other verdict."""

    kept_back: list[Row] = field(default_factory=list)
    first: dict[str, list[Row]] = field(default_factory=dict)
    _later: list[Row] = field(default_factory=list)

    def keep(self, rows: Sequence[Row]) -> None:
        """Note rows that are through."""
        for row in rows:
            if row.verdict in KEPT_BACK:
                self.kept_back.append(row)
            elif row.verdict and len(shown := self.first.setdefault(row.verdict.value, [])) < SHOWN:
                shown.append(row)

    @property
    def all(self) -> list[Row]:
        """The rows that were noted, in the order of the file."""
        shown = (row for rows in self.first.values() for row in rows)
        return sorted((*self.kept_back, *shown), key=lambda row: row.number)

    def postpone(self, rows: Sequence[Row]) -> None:
        """Note rows that refer to others of the file."""
        self._later += [Row(row.number, row.cells, record_id=row.record_id, later=row.later) for row in rows]

    def postponed(self, after: int, count: int) -> list[Row]:
        """The noted rows, in order."""
        return [row for row in self._later if row.number > after][:count]
