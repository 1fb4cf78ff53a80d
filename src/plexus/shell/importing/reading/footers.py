"""Rows below a table that are no records: sums, and what programs write under their reports."""

from __future__ import annotations

import re

from plexus.shell.importing.reading.rows import Cell, Cells

SUMS = frozenset(
    [
        "total",
        "totals",
        "grandtotal",
        "grandtotals",
        "subtotal",
        "subtotals",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "totale",
        "总计",
        "合计",
        "小计",
        "汇总",
        "总和",
        "總計",
        "合計",
        "小計",
    ]
)
LONGEST = 40
_COUNTED = re.compile(r"\s*[(（][^()（）]*[)）]\s*\Z|[\s:：]+\Z")
_NUMBER = re.compile(r"[\s¥$€£]*[-+]?[\d.,' ]+\s*[%元]?\s*\Z")


def is_sum(cells: Cells) -> bool:
    """Whether a row is a sum of others: its first word says so, and beside it stand numbers and blanks alone."""
    filled = [cell for cell in cells if not isinstance(cell, str) or cell.strip()]
    if not 1 < len(filled) < len(cells) or not isinstance(filled[0], str) or len(filled[0]) > LONGEST:
        return False
    word = "".join(_COUNTED.sub("", filled[0].strip()).casefold().split())
    return word in SUMS and all(map(_is_number, filled[1:]))


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, str) or _NUMBER.match(cell) is not None
