"""Sorting as people expect: letters regardless of case and accents, Chinese by pinyin."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
LENGTH = 120


@lru_cache(maxsize=20_000)
def _syllables(text: str) -> str:
    from pypinyin.seg import simpleseg  # noqa: PLC0415 - with the first Chinese name: its dictionary weighs 20 MB

    return " ".join(syllable for part in simpleseg.seg(text) for syllable in _read(part))


@lru_cache(maxsize=50_000)
def _read(part: str) -> tuple[str, ...]:
    """A character, a phrase or a stretch of another script; few of them make up very many names."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return tuple(lazy_pinyin(part))


def sort_key(text: str) -> str:
    """A text whose code point order is the order of reading: 张三 sorts as `zhang san`, Émile as `emile`."""
    latin = _syllables(text) if _HAN.search(text) else text
    if latin.isascii():
        return latin.lower().strip()[:LENGTH]
    folded = unicodedata.normalize("NFKD", latin).casefold()
    return "".join(char for char in folded if not unicodedata.combining(char)).strip()[:LENGTH]
