"""Whole numbers as addresses, forms and programs spell them: in plain digits, and not without end."""

from __future__ import annotations

DIGITS = 9


def whole(text: str, *, digits: int = DIGITS) -> int | None:
    """The number that a text of plain digits is; nothing for any other, a superscript two among them."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
