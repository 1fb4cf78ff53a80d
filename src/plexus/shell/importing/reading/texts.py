"""Text tables (CSV and its kin), decoded and parted piece by piece in constant memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

from plexus.shell.importing.reading import refused
from plexus.shell.importing.reading.charsets import Encoding
from plexus.shell.importing.reading.dialects import SAMPLE, Dialect
from plexus.shell.importing.reading.rows import Raw
from plexus.shell.importing.reading.sources import Source


def sample(source: Source, encoding: Encoding) -> str:
    """The first characters, enough to tell the dialect."""
    with _opened(source, encoding) as text:
        return text.read(SAMPLE)


def rows(source: Source, encoding: Encoding, dialect: Dialect) -> Raw:
    """Each row with its number in the file as a spreadsheet would count it, from 1."""
    with _opened(source, encoding) as text:
        for _line in range(dialect.skip):
            text.readline()
        reader = dialect.reader(text)
        number = dialect.skip
        try:
            for number, cells in enumerate(reader, start=dialect.skip + 1):
                yield number, tuple(cells)
        except csv.Error as endless:
            raise refused.QuoteUnclosed(name=source.name, row=number + 1, most=csv.field_size_limit()) from endless


@contextmanager
def _opened(source: Source, encoding: Encoding) -> Iterator[io.TextIOWrapper]:
    errors = "replace" if encoding.damaged else "strict"
    with (
        source.open() as stream,
        io.TextIOWrapper(stream, encoding.name, errors=errors, newline="") as text,
    ):
        try:
            yield text
        except UnicodeDecodeError as wrong:
            raise refused.EncodingWrong(name=source.name, encoding=encoding.name) from wrong
