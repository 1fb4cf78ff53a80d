"""Sentences with places, filled as Chinese is written: a space stands between 汉字 and Latin, none between 汉字.

What comes into a place is known only when it is filled: “Lucas Weber 修改了此记录”, but “张三修改了此记录”.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from html import unescape
from numbers import Number
from typing import Any

from plexus.kernel.values.spelling import is_chinese

# Signs that no text holds mark where something was filled in, until the spaces are right.
_BEGINS, _ENDS = "\ufdd0", "\ufdd1"
_MARKS = re.compile(f"[{_BEGINS}{_ENDS}]")
_TAG = re.compile(r"<[^>]*>")
_TOUCHING = re.compile(r"(?<=[0-9])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[0-9])")


class Sentence(str):
    """A translated text; filling its places by `%` or `format` puts or takes the space at their edges."""

    __slots__ = ()

    def __mod__(self, filled: Any) -> str:
        if isinstance(filled, Mapping):
            return _spaced(str.__mod__(self, {name: _marked(value) for name, value in filled.items()}))
        return _spaced(str.__mod__(self, tuple(map(_marked, filled)) if isinstance(filled, tuple) else _marked(filled)))

    def format(self, *filled: Any, **named: Any) -> str:
        """The sentence with its places filled; what is a number stays one, for the sake of its pattern."""
        return _spaced(str.format(self, *map(_marked, filled), **{name: _marked(one) for name, one in named.items()}))


def told(text: str) -> str:
    """A finished text that another library wrote, with spaces between its figures and 汉字 that no line breaks."""
    return _TOUCHING.sub("\N{NO-BREAK SPACE}", text)


def sentence(text: str) -> str:
    """A translated text, as a sentence where it is one with 汉字 and places to fill."""
    return Sentence(text) if not text.isascii() and ("%" in text or "{" in text) else text


def _marked(value: Any) -> Any:
    return value if isinstance(value, Number) else f"{_BEGINS}{_MARKS.sub('', str(value))}{_ENDS}"


def _spaced(text: str) -> str:
    """The text without its marks, spaced where what was filled in meets 汉字 of the sentence."""
    said, *rest = _MARKS.split(text)
    for filled, after in zip(rest[::2], rest[1::2], strict=True):
        shown = unescape(_TAG.sub("", filled)).strip()
        before, follows = said.removesuffix(" "), after.removeprefix(" ")
        gap_before, gap_after = _gap(before[-1:], shown), _gap(follows[:1], shown[::-1])
        said = said if gap_before is None else before + gap_before
        said += filled + (after if gap_after is None else gap_after + follows)
    return said


def _gap(beside: str, shown: str) -> str | None:
    """What stands between a character and what was filled in beside it, read from there; `None`: as it is written."""
    if not shown or not is_chinese(beside):
        return None
    if _is_wide(shown[0]):
        return ""
    letter = next(filter(str.isalnum, shown), "")
    return None if not letter else "" if _is_wide(letter) else " "


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}
