"""The marks of custom fields: their values stand behind them in the index, so that rights are asked of each field."""

from __future__ import annotations

from hashlib import md5

# A plane of Unicode for private use: no word, nothing that anybody types, and no cost in an index of letters.
FIRST_MARK, LAST_MARK = chr(0xF0000), chr(0xFFFFD)
_MARKS = ord(LAST_MARK) - ord(FIRST_MARK) + 1


def mark(plural: str, field: str) -> str:
    """Two characters for a field of an object; agrees with `search_mark` in the database."""
    found = md5(f"{plural}.{field}".encode(), usedforsecurity=False).digest()
    return _character(found[:2]) + _character(found[2:4])


def _character(two: bytes) -> str:
    return chr(ord(FIRST_MARK) + int.from_bytes(two) % _MARKS)
