"""A table in a file: opened once, read row by row as often as needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.importing.reading import charsets, dialects, headers, refused, sheets, texts, vcard_rows
from plexus.shell.importing.reading.charsets import Encoding
from plexus.shell.importing.reading.dialects import Dialect
from plexus.shell.importing.reading.limits import DEFAULT, Limits
from plexus.shell.importing.reading.rows import Cells, Fault, Raw, is_blank
from plexus.shell.importing.reading.sniffing import Kind, sniff
from plexus.shell.importing.reading.sources import Source

LONG, NOTE = "row_long", "note"
_SHORT = _("The row has %(cells)s cells where the header has %(columns)s; the rest is taken as empty.")
_NOTE = _("This stands below the table and is no record.")
_LONG = _("The row has %(cells)s cells where the header has %(columns)s; what is beyond is left out.")


@dataclass(frozen=True, slots=True)
class Format:
    """What was detected about a file; a person may choose otherwise and open it again."""

    kind: Kind
    encoding: Encoding | None = None
    dialect: Dialect | None = None
    sheet: str | None = None
    header_row: int = 1


@dataclass
class Table:
    """Column names and rows of a file. `faults` fills while rows are read, by row number, and `beyond` with the cells
    of rows that are longer than the header.

    `passed_over` counts what is in the file and in no column: the pictures of cards.
    """

    name: str
    read: Callable[[], Raw]
    format: Format
    headers: tuple[str, ...]
    sheets: tuple[str, ...]
    header_faults: tuple[Fault, ...]
    limits: Limits
    faults: dict[int, Fault] = field(default_factory=dict)
    beyond: dict[int, Cells] = field(default_factory=dict)
    ragged: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Each row that is not blank: its number in the file, and one cell for each header."""
        width = len(self.headers)
        self.ragged = 0
        ended = False
        for number, cells in self.read():
            if number <= self.format.header_row:
                continue
            fitted = cells if len(cells) == width else self._fitted(number, cells, width)
            if is_blank(fitted):
                ended = True
            else:
                if ended := ended and self._is_alone(cells):
                    self.faults[number] = Fault(NOTE, _NOTE)
                yield number, fitted

    def _is_alone(self, cells: Cells) -> bool:
        """Whether a line has no separator where the header has several: below a blank line a note, not a record."""
        return self.format.kind is Kind.CSV and len(cells) == 1 and len(self.headers) > 2

    def is_note(self, number: int) -> bool:
        """Whether a row that was read is what a program wrote below its report."""
        return number in self.faults and self.faults[number].code == NOTE

    def sample(self, count: int = 1_000) -> list[Cells]:
        """The cells of the first rows."""
        return [cells for number, cells in islice(self.rows(), count) if not self.is_note(number)]

    def _fitted(self, number: int, cells: Cells, width: int) -> Cells:
        beyond = cells[width:]
        if len(cells) < width and is_blank(cells):
            return ("",) * width
        if self.format.kind is Kind.CSV and (len(cells) < width or not is_blank(beyond)):
            self.ragged += 1
            if len(self.faults) < self.limits.faults_kept:
                self.faults[number] = _ragged(len(cells), width)
                if beyond:
                    self.beyond[number] = beyond
        return cells[:width] + ("",) * (width - len(cells))


def open_table(
    content: Path | str | bytes,
    *,
    name: str,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    limits: Limits = DEFAULT,
) -> Table:
    """The table in a file, after every check; refusals say what is wrong with the file.

    `header_row` is the row of the column names, 0 for none; left out, it is found.
    """
    source = Source(name, Path(content) if isinstance(content, str) else content)
    kind = sniff(source, limits)
    if kind is Kind.CSV:
        table = _text_table(source, encoding, delimiter, limits)
    elif kind is Kind.VCARD:
        return _cards(source, limits)
    else:
        loaded = sheets.load(source, kind, sheet)
        found = Format(kind, sheet=loaded.name)
        table = Table(name, loaded.rows, found, (), loaded.siblings, (), limits)
    return _with_headers(table, source, header_row)


def _text_table(source: Source, encoding: str | None, delimiter: str | None, limits: Limits) -> Table:
    decided = charsets.decide(source, encoding)
    sample = texts.sample(source, decided)
    if not sample.strip():
        raise refused.FileEmpty(name=source.name)
    dialect = dialects.detect(sample, delimiter)
    found = Format(Kind.CSV, decided, dialect)
    return Table(source.name, partial(texts.rows, source, decided, dialect), found, (), (), (), limits)


def _cards(source: Source, limits: Limits) -> Table:
    """Cards have the columns that contacts have, and what else they say; pictures are counted while they are read."""
    passed_over: Counter[str] = Counter()
    columns = vcard_rows.headers(source)
    found, read = Format(Kind.VCARD, header_row=0), partial(vcard_rows.rows, source, columns, passed_over)
    return Table(source.name, read, found, columns, (), (), limits, passed_over=passed_over)


def _with_headers(table: Table, source: Source, header_row: int | None) -> Table:
    first = list(islice(table.read(), max(headers.LOOK_AHEAD, header_row or 0)))
    widest = max((len(cells) for _number, cells in first), default=0)
    most = table.limits.columns
    if widest > most:
        raise refused.TooManyColumns(name=source.name, columns=widest, most=most)
    head = _headers(source, first, header_row)
    if not head.names:
        raise refused.FileEmpty(name=source.name)
    if table.format.kind is not Kind.CSV and widest > len(head.names):
        head = headers.widened(head, _filled(table, head))
    settled = replace(table.format, header_row=head.row)
    return replace(table, format=settled, headers=head.names, header_faults=head.faults)


def _filled(table: Table, head: headers.Headers) -> int:
    """How many columns of a sheet hold anything below the header."""
    filled = len(head.names)
    for number, cells in table.read():
        if number > head.row and not is_blank(cells[filled:]):
            filled = max(at for at, cell in enumerate(cells, start=1) if not is_blank((cell,)))
    return filled


def _headers(source: Source, first: list[tuple[int, Cells]], header_row: int | None) -> headers.Headers:
    if header_row == 0:
        return headers.numbered(max((len(cells) for _number, cells in first), default=0))
    if header_row is not None:
        return headers.named(dict(first).get(header_row, ()), header_row)
    number, cells = headers.find_row(first)
    example = headers.looks_like_data(cells)
    if example is not None:
        raise refused.HeaderMissing(name=source.name, example=example[:40])
    return headers.named(cells, number)


def _ragged(cells: int, columns: int) -> Fault:
    code, message = ("row_short", _SHORT) if cells < columns else (LONG, _LONG)
    return Fault(code, message, {"cells": cells, "columns": columns})
