"""One JSON object a line, by header; exact numbers as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar

import orjson

from plexus.kernel.schema.field_types.number import plain
from plexus.shell.exporting.columns import Cell
from plexus.shell.exporting.formats.kind import Format


class JsonLines(Format):
    """For programs: nothing is guarded, empty is null."""

    key: ClassVar[str] = "ndjson"
    content_type: ClassVar[str] = "application/x-ndjson"

    def pieces(
        self, headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, labels: bool, bom: bool
    ) -> Iterator[bytes]:
        for row in rows:
            yield orjson.dumps(dict(zip(headers, row, strict=True)), default=_exact, option=orjson.OPT_APPEND_NEWLINE)


def _exact(value: Any) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)
