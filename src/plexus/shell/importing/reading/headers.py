"""Where the column names stand and how they are made unique."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count

from plexus.kernel.values import emails
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.importing.reading.rows import Cell, Cells, Fault, is_blank

LOOK_AHEAD = 50
_DATUM = re.compile(r"\A[\s¥$€£+(-]*\d[\d\s.,:/()%+-]*\Z|\A\d{4}年|\A\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|\Ahttps?://")


@dataclass(frozen=True, slots=True)
class Headers:
    """Unique column names, the number of their row (0: none) and what had to be changed."""

    names: tuple[str, ...]
    row: int
    faults: tuple[Fault, ...]


def find_row(rows: Sequence[tuple[int, Cells]]) -> tuple[int, Cells]:
    """The first row as wide as the table; titles above it are passed over."""
    filled = [(number, cells) for number, cells in rows if not is_blank(cells)]
    widths = [_filled(cells) for _number, cells in filled]
    if not widths:
        return 0, ()
    usual = Counter(widths).most_common(1)[0][0]
    wanted = max(1, usual * 0.6)
    widest = max(range(len(widths)), key=widths.__getitem__)
    for (number, cells), width in zip(filled, widths, strict=True):
        if width >= wanted:
            return number, cells
    return filled[widest]


def looks_like_data(cells: Cells) -> str | None:
    """A cell that no column name would be, when the row is more data than names."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
    typed = [cell for cell in cells if not isinstance(cell, str | Fault)]
    for text in texts:
        if "@" in text and emails.is_email(text):
            return text
    data = [text for text in texts if _DATUM.match(text)] + [str(cell) for cell in typed]
    years = all(re.fullmatch(r"(19|20)\d\d", text) for text in data)
    if data and not years and len(data) * 2 >= len(texts) + len(typed):
        return data[0]
    return None


def named(cells: Cells, row: int) -> Headers:
    """Unique names for the columns: blanks are numbered, repeats are counted."""
    texts = [re.sub(r"\s+", " ", _text(cell)).strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    names: list[str] = []
    faults: list[Fault] = []
    for index, text in enumerate(texts, start=1):
        name = text or f"Column {index}"
        if name in names:
            name = _free(name, {*names, *texts})
            faults.append(_repeated(text or name, name))
        elif not text:
            faults.append(_unnamed(name))
        names.append(name)
    return Headers(tuple(names), row, tuple(faults))


def widened(head: Headers, width: int) -> Headers:
    """With names for columns that stand behind the last one that has any."""
    new = [_free(f"Column {index}", head.names) for index in range(len(head.names) + 1, width + 1)]
    return Headers((*head.names, *new), head.row, (*head.faults, *map(_unnamed, new)))


def _free(name: str, taken: Collection[str]) -> str:
    """The name, or the first with a number behind it that is not taken."""
    return name if name not in taken else next(f"{name} ({n})" for n in count(2) if f"{name} ({n})" not in taken)


def _text(cell: Cell) -> str:
    return "" if isinstance(cell, Fault) else str(cell)


def numbered(width: int) -> Headers:
    """Names for a table without column names."""
    return Headers(tuple(f"Column {index}" for index in range(1, width + 1)), 0, ())


def _repeated(text: str, name: str) -> Fault:
    message = _("The column name “%(name)s” stands more than once; this one is called “%(new)s”.")
    return Fault("header_repeated", message, {"name": text, "new": name})


def _unnamed(name: str) -> Fault:
    message = _("A column without a name is called “%(new)s”.")
    return Fault("header_blank", message, {"new": name})


def _filled(cells: Cells) -> int:
    return sum(1 for cell in cells if not (isinstance(cell, str) and not cell.strip()))
