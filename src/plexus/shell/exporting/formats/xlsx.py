"""Excel, written row by row. Text is text: no formula, link or number is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any, ClassVar

import xlsxwriter

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.exporting.columns import Cell, text_of
from plexus.shell.exporting.formats.kind import Format

MOST_ROWS, MOST_CHARACTERS, MOST_DIGITS = 1_048_576, 32_767, 15
FIRST_YEAR = 1900
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
PIECE = 64 * 1024
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "default_date_format": DAY}


class TooManyRows(Refusal):
    """The list is longer than a sheet."""

    message = _("An Excel sheet holds %(most)d rows and this list has more. Choose CSV, or narrow the list down.")


class TooLong(Refusal):
    """A text is longer than a cell."""

    message = _("An Excel cell holds %(most)d characters and a text in row %(row)d is longer. Choose CSV.")


class Excel(Format):
    """One sheet; days and instants are real ones (an instant on the actor's clock), so that Excel sorts them."""

    key: ClassVar[str] = "xlsx"
    content_type: ClassVar[str] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    streams: ClassVar[bool] = False

    def pieces(
        self, headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, labels: bool, bom: bool
    ) -> Iterator[bytes]:
        with TemporaryFile() as made:
            self.write(made, headers, rows, labels=labels, bom=bom)
            made.seek(0)
            while piece := made.read(PIECE):
                yield piece

    def write(
        self, out: IO[bytes], headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, labels: bool, bom: bool
    ) -> None:
        with xlsxwriter.Workbook(out, OPTIONS) as book:
            sheet = _Sheet(book, labels=labels)
            sheet.row(0, headers)
            for number, row in enumerate(rows, start=1):
                sheet.row(number, row)


class _Sheet:
    """One sheet that is written from the top down."""

    def __init__(self, book: Any, *, labels: bool) -> None:
        self._sheet = book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._day = book.add_format({"num_format": DAY})
        self._moment = book.add_format({"num_format": MOMENT})
        self._labels = labels

    def row(self, number: int, row: Sequence[Cell]) -> None:
        """Write a row; raises `TooManyRows` or `TooLong`."""
        if number >= MOST_ROWS:
            raise TooManyRows(most=MOST_ROWS - 1)
        for column, cell in enumerate(row):
            if cell is not None:
                self._cell(number, column, cell)

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        match cell:
            case datetime() if cell.year > FIRST_YEAR and not cell.microsecond:
                self._sheet.write_datetime(row, column, cell.replace(tzinfo=None), self._moment)
            case date() if not isinstance(cell, datetime) and cell.year > FIRST_YEAR:
                self._sheet.write_datetime(row, column, cell, self._day)
            case int() | Decimal() if not isinstance(cell, bool) and _is_exact(cell):
                self._sheet.write_number(row, column, cell)
            case _:
                self._text(row, column, text_of(cell, labels=self._labels))

    def _text(self, row: int, column: int, text: str) -> None:
        if len(text) > MOST_CHARACTERS:
            raise TooLong(most=MOST_CHARACTERS, row=row + 1)
        self._sheet.write_string(row, column, text)


def _is_exact(number: int | Decimal) -> bool:
    """Whether Excel, which counts with 15 digits, keeps it."""
    return len(Decimal(number).normalize().as_tuple().digits) <= MOST_DIGITS
