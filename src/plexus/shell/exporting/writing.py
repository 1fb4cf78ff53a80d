"""Writing a list to a file, and sending it to whoever asked, under his own rights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO
from urllib.parse import quote

from django.db.models import Q
from django.http import StreamingHttpResponse

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.schema.object import Object
from plexus.shell.exporting import formats
from plexus.shell.exporting.columns import Cell
from plexus.shell.exporting.rows import Rows
from plexus.shell.exporting.wanted import Wanted

# Is called for every row with how many are written and how many there are.
Told = Callable[[int, int | None], None]


def write_export(
    actor: Actor, about: Object, condition: Q, wanted: Wanted, out: IO[bytes], *, told: Told | None = None
) -> int:
    """Write what the actor may read of a list; the number of rows.

    In an open transaction (`acting`). Raises `NotAllowed`, `Invalid` for fields the actor does not have, `SortInvalid`,
    `FormatUnknown`, and for Excel `TooManyRows` or `TooLong`.
    """
    wanted = _fitted(wanted)
    rows = Rows(actor, about, condition, wanted)
    counted = _Counted(rows, told)
    formats.of(wanted.format).write(out, rows.headers, counted, labels=wanted.labels, bom=wanted.bom)
    return counted.number


class _Counted:
    """Rows that are counted, and told of, as they pass."""

    def __init__(self, rows: Rows, told: Told | None) -> None:
        self._rows, self._told = rows, told
        self.number = 0

    def __iter__(self) -> Iterator[list[Cell]]:
        total = self._rows.count() if self._told else None
        for row in self._rows:
            self.number += 1
            if self._told:
                self._told(self.number, total)
            yield row


def export_response(actor: Actor, about: Object, condition: Q, wanted: Wanted) -> StreamingHttpResponse:
    """The file as an answer, sent while it is read. What can be refused is refused before it begins."""
    kind, wanted = formats.of(wanted.format), _fitted(wanted)
    Rows(actor, about, condition, wanted)

    def pieces() -> Iterator[bytes]:
        """In a transaction of its own: the door's is over when the server begins to send."""
        with acting(actor):
            rows = Rows(actor, about, condition, wanted)
            yield from kind.pieces(rows.headers, rows, labels=wanted.labels, bom=wanted.bom)

    answer = StreamingHttpResponse(pieces(), content_type=kind.content_type)
    answer["Content-Disposition"] = disposition(f"{about.label_plural if wanted.labels else about.plural}.{kind.key}")
    return answer


def _fitted(wanted: Wanted) -> Wanted:
    """Labels would hide from some kinds of file which field is which."""
    return replace(wanted, labels=False) if formats.of(wanted.format).by_name else wanted


def disposition(name: str) -> str:
    """Content-Disposition for a download of this name, whatever its script."""
    return f"attachment; filename*=UTF-8''{quote(name)}"
