"""What a column holds: how full it is, what its values look like, and how they are spelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from plexus.shell.importing.reading import days, judging, looks
from plexus.shell.importing.reading.judging import Look
from plexus.shell.importing.reading.rows import Cell, Cells, Fault
from plexus.shell.importing.reading.spellings import USUAL, Spelling

TOLD_APART = 20_000
TOGETHER = 1_000
FEW = 50
SHOWN = 5


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """The facts about one column; `looks` has the likeliest kind first.

    `partly` are kinds of which most values are, but not enough to be sure. `values` are all texts where they are few.
    """

    count: int
    empty: int
    distinct: int
    longest: int
    looks: tuple[Look, ...]
    choices: tuple[str, ...]
    examples: tuple[str, ...]
    values: tuple[str, ...] = ()
    partly: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """The likeliest kind, else `choice` or `text`."""
        if self.looks:
            return self.looks[0].kind
        return "choice" if self.choices else "text"

    @property
    def empty_share(self) -> float:
        """The share of empty cells, 0 for a column without rows."""
        return self.empty / self.count if self.count else 0.0

    def look(self, kind: str) -> Look | None:
        """The look of that kind, when the values have it."""
        return next((look for look in self.looks if look.kind == kind), None)

    def spelling(self, kind: str) -> Spelling:
        """The spelling to convert this column with, as values of that kind."""
        related = {"datetime": "date", "date": "datetime", "money": "decimal", "decimal": "money"}
        found = self.look(kind) or self.look(related.get(kind, ""))
        return found.spelling if found else USUAL


class Tally:
    """Counts the cells of one column as they pass, in bounded memory."""

    __slots__ = ("_count", "_empty", "_region", "_shown", "_texts", "_typed")

    def __init__(self, region: str = "CN") -> None:
        self._region = region
        self._texts: Counter[str] = Counter()
        self._typed: Counter[str] = Counter()
        self._shown: dict[str, None] = {}
        self._count = self._empty = 0

    def add(self, cells: Sequence[Cell]) -> None:
        """Count cells; of very many different texts only the first are told apart."""
        self._count += len(cells)
        typed = [cell for cell in cells if not isinstance(cell, str | Fault)]
        self._typed.update(map(_typed_kind, typed))
        if len(self._shown) < SHOWN:
            self._shown |= dict.fromkeys(map(_shown, typed))
        for text, times in Counter(cell for cell in cells if isinstance(cell, str)).items():
            self._add_text(text.strip(), times)

    def _add_text(self, text: str, times: int) -> None:
        if text in self._texts:
            self._texts[text] += times
        elif looks.is_nothing(text):
            self._empty += times
        elif len(self._texts) < TOLD_APART:
            self._texts[text] = times

    def profile(self) -> ColumnProfile:
        """The facts about the column so far."""
        texts = self._texts
        column = judging.Column(texts, self._typed, self._region)
        found = tuple(judging.looks_of(column)) if column.filled else ()
        return ColumnProfile(
            count=self._count,
            empty=self._empty,
            distinct=len(texts),
            longest=max(map(len, texts), default=0),
            looks=tuple(each for each in found if each.share >= judging.ENOUGH),
            choices=judging.choices_of(column),
            examples=(*(text for text, _times in texts.most_common(SHOWN)), *self._shown)[:SHOWN],
            values=tuple(text for text, _times in texts.most_common()) if len(texts) <= FEW else (),
            partly=frozenset(each.kind for each in found if each.share < judging.ENOUGH),
        )


def profile(values: Iterable[Cell], *, region: str = "CN") -> ColumnProfile:
    """The facts about a column; give the whole column where the order of days must be sure."""
    tally = Tally(region)
    tally.add(list(values))
    return tally.profile()


def profile_columns(rows: Iterable[Cells], width: int, *, region: str = "CN") -> tuple[ColumnProfile, ...]:
    """The facts about every column of a table, in one pass over its rows."""
    tallies = [Tally(region) for _column in range(width)]
    waiting = iter(rows)
    while together := list(islice(waiting, TOGETHER)):
        for tally, column in zip(tallies, zip(*together, strict=True), strict=True):
            tally.add(column)
    return tuple(tally.profile() for tally in tallies)


def day_example(facts: ColumnProfile, spelling: Spelling) -> tuple[str, str, str] | None:
    """A pattern, a text of the column and the day it means: M/D/YYYY, 3/1/2017, 2017-03-01."""
    for text in facts.examples:
        moment = days.read(text, spelling.order)
        if moment is not None:
            day = moment.date() if isinstance(moment, datetime) else moment
            return spelling.pattern, text, day.isoformat()
    return None


def _shown(value: Cell) -> str:
    """A number, day or truth of a workbook as people read it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _typed_kind(value: Cell) -> str:
    names = ((bool, "yes_no"), (int, "integer"), (Decimal, "decimal"), (datetime, "datetime"))
    for kind, name in names:
        if isinstance(value, kind):
            return name
    return "date" if isinstance(value, date) else "duration"
