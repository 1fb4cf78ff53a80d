"""Sorting as people expect: letters regardless of case and accents, Chinese by pinyin."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from plexus.kernel.values import spelling

LENGTH = 120


@lru_cache(maxsize=20_000)
def _syllables(text: str) -> str:
    return " ".join(spelling.syllables(text))


def sort_key(text: str) -> str:
    """A text whose code point order is the order of reading: 张三 sorts as `zhang san`, Émile as `emile`."""
    latin = _syllables(text) if not text.isascii() and spelling.is_chinese(text) else text
    if latin.isascii():
        return latin.lower().strip()[:LENGTH]
    folded = unicodedata.normalize("NFKD", latin).casefold()
    return "".join(char for char in folded if not unicodedata.combining(char)).strip()[:LENGTH]
