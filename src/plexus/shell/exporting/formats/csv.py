"""Comma-separated values in UTF-8, with a byte order mark for Excel on request, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from plexus.shell.exporting import cells
from plexus.shell.exporting.columns import Cell, text_of
from plexus.shell.exporting.formats.kind import Format

PIECE = 32 * 1024


class Csv(Format):
    """RFC 4180: commas, double quotes, CRLF."""

    key: ClassVar[str] = "csv"
    content_type: ClassVar[str] = "text/csv; charset=utf-8"

    def pieces(
        self, headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, labels: bool, bom: bool
    ) -> Iterator[bytes]:
        held = io.StringIO(newline="")
        writer = csv.writer(held)
        held.write("\ufeff" if bom else "")
        writer.writerow(cells.guarded(each) for each in headers)
        for row in rows:
            writer.writerow([_text(cell, labels=labels) for cell in row])
            if held.tell() > PIECE:
                yield _taken(held)
        yield _taken(held)


def _text(cell: Cell, *, labels: bool) -> str:
    text = text_of(cell, labels=labels)
    return cells.guarded(text) if isinstance(cell, str) else text


def _taken(held: io.StringIO) -> bytes:
    text = held.getvalue()
    held.seek(0)
    held.truncate()
    return text.encode()
