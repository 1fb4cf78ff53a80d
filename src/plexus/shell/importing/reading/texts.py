"""Text tables (CSV and its kin), decoded and parted piece by piece in constant memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

from plexus.shell.importing.reading import charsets, refused
from plexus.shell.importing.reading.charsets import Encoding
from plexus.shell.importing.reading.dialects import SAMPLE, Dialect
from plexus.shell.importing.reading.rows import Raw
from plexus.shell.importing.reading.sources import Source


def sample(source: Source, encoding: Encoding) -> str:
    """The first characters, enough to tell the dialect."""
    with _opened(source, encoding) as text:
        return text.read(SAMPLE)


def rows(source: Source, encoding: Encoding, dialect: Dialect) -> Raw:
    """Each row with its number in the file as a spreadsheet would count it, from 1; raises `QuoteUnclosed`."""
    with _opened(source, encoding) as text:
        for _line in range(dialect.skip):
            text.readline()
        lines = _Lines(text, dialect)
        reader = dialect.reader(lines)
        number = dialect.skip
        try:
            for number, cells in enumerate(reader, start=dialect.skip + 1):
                lines.must_be_closed(source.name, number)
                yield number, tuple(cells)
        except csv.Error as endless:
            raise refused.QuoteUnclosed(name=source.name, row=number + 1, most=csv.field_size_limit()) from endless


class _Lines:
    """The lines of a text, watched for a quotation mark that is still open where the file ends."""

    def __init__(self, text: io.TextIOWrapper, dialect: Dialect) -> None:
        self._text = iter(text)
        self._quote = dialect.quote if dialect.escape is None else None
        self._lines, self._marks, self._ended = 0, 0, False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._text)
        except StopIteration:
            self._ended = True
            raise
        self._lines += 1
        self._marks += line.count(self._quote) if self._quote else 0
        return line

    def must_be_closed(self, name: str, row: int) -> None:
        """Raise `QuoteUnclosed` when the row that ends the file has several lines and its mark is never closed."""
        if self._ended and self._lines > 1 and self._marks % 2:
            raise refused.QuoteUnclosed(name=name, row=row, most=csv.field_size_limit())
        self._lines = self._marks = 0


@contextmanager
def _opened(source: Source, encoding: Encoding) -> Iterator[io.TextIOWrapper]:
    errors = "replace" if encoding.damaged else "strict"
    mixed = encoding.damaged and encoding.name == charsets.MIXED
    name = "utf-8" if mixed else encoding.name
    with (
        source.open() as stream,
        io.TextIOWrapper(
            io.BufferedReader(charsets.Mixed(stream)) if mixed else stream, name, errors=errors, newline=""
        ) as text,
    ):
        try:
            yield text
        except UnicodeDecodeError as wrong:
            raise refused.EncodingWrong(name=source.name, encoding=encoding.name) from wrong
