"""Text in a cell, and its way back: the guard against formulas, and several values in one cell.

Both are reversible: what an export writes here, `unguarded` and `split` give an import back unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# What a spreadsheet takes for a formula. The wide forms are those of Chinese and Japanese keyboards.
_STARTS_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
# A number or a phone number computes to a number at worst, and is worth keeping as people write it.
_IS_A_NUMBER = re.compile(r"[+-][\d ().\-/]*\d[\d ().\-/]*")
SEPARATOR = "; "
_PLAIN = re.compile(r"[\\;]")
_PARTS = re.compile(r"((?:[^\\;]|\\.)*)(?:;|$)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would compute it.

    Numbers and phone numbers (+86 138 …, -12.5) stay. A text that already looks guarded gets one more apostrophe.
    """
    return f"'{text}" if _STARTS_A_FORMULA.match(text) and not _IS_A_NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put before it."""
    return text[1:] if _GUARDED.match(text) else text


def joined(values: Iterable[str]) -> str:
    """Several values in one cell: `A; B`. A semicolon or backslash within a value gets a backslash before it."""
    return SEPARATOR.join(_PLAIN.sub(lambda found: f"\\{found[0]}", value) for value in values)


def split(text: str) -> tuple[str, ...]:
    """The values that `joined` put into a cell; blanks around them are dropped."""
    if _PLAIN.search(text) is None:
        return (alone,) if (alone := text.strip()) else ()
    parts = (found[1].strip() for found in _PARTS.finditer(text))
    return tuple(_ESCAPED.sub(r"\1", part) for part in parts if part)
