"""What a table yields, whatever file it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What is odd about one row or column, as a code and a sentence with `%(name)s` places."""

    code: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params


Cell = str | int | Decimal | bool | date | datetime | time | timedelta | Fault
Cells = tuple[Cell, ...]
Raw = Iterator[tuple[int, Cells]]


def is_blank(cells: Cells) -> bool:
    """Whether a row has nothing in it."""
    return not any(cell if not isinstance(cell, str) else cell.strip() for cell in cells) and all(
        cell == "" or isinstance(cell, str) for cell in cells
    )
