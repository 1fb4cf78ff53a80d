"""Reading what a person typed into the search box: words, and what may be part of an e-mail address or a number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from plexus.kernel.search import tokens_sql
from plexus.kernel.search.readings import FIRST, LAST

MOST_LETTERS, MOST_WORDS, SHORTEST_KEY = 200, 8, 3
MARK = "~"
_MARKS = re.compile(f"[{tokens_sql.MARKS}]")
_UNIT = re.compile(f"[{tokens_sql.HAN}]+|[^{tokens_sql.HAN}{tokens_sql.SEPARATORS}]+")
_HAN = re.compile(f"[{tokens_sql.HAN}]+")
_NUMBER = re.compile(r"\A\+?[0-9() .-]+\Z")
_LETTERS = str.maketrans({**dict(zip("øđłħıðþ", "odlhidd", strict=True)), "ß": "ss", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True)
class Asked:
    """Words in the spelling of the index, the text as part of a key, and as which it may stand in a custom field.

    Each is empty when the text is too short for it.
    """

    words: tuple[str, ...]
    key: str
    own: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.key or self.own)

    @property
    def whole(self) -> str:
        """The tsquery of the records named exactly so."""
        return _lexeme(f"^{self._written}$")

    @property
    def start(self) -> str:
        """The tsquery of the records whose name begins so, in characters, pinyin or initials."""
        return _prefix(f"^{self._written[: tokens_sql.LONGEST]}")

    @property
    def inside(self) -> str:
        """The tsquery of the records in whose name each word begins at some character or word."""
        return all_of(self.words)

    @property
    def _written(self) -> str:
        return "".join(self.words)


def read(text: str) -> Asked:
    """What was asked; any text is understood somehow, at worst as nothing."""
    folded = fold(text[:MOST_LETTERS].replace("\0", ""))
    words = tuple(each.group() for each in _UNIT.finditer(folded))[:MOST_WORDS]
    key = _key(folded.strip())
    return Asked(words, key, _own(folded.strip(), key))


def fold(text: str) -> str:
    """Lower case without accents and full-width forms, as the index spells it."""
    plain = unicodedata.normalize("NFKC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
    return plain.lower().translate(_LETTERS)


def all_of(words: tuple[str, ...]) -> str:
    """The tsquery that wants each of some words."""
    return " & ".join(_anywhere(word) for word in words)


def _anywhere(word: str) -> str:
    if _HAN.fullmatch(word) and len(word) > tokens_sql.HANZI:
        return f"({_prefix('^' + word[: tokens_sql.LONGEST])} | {_windows(word)})"
    cut = word[: tokens_sql.LONGEST]
    return f"({_prefix(cut)} | {_prefix('^' + cut)})"


def _windows(word: str) -> str:
    """The first and the last characters that a token can hold."""
    first, last = word[: tokens_sql.HANZI], word[-tokens_sql.HANZI :]
    return f"({_anywhere(first)} & {_anywhere(last)})"


def _prefix(word: str) -> str:
    return f"{_lexeme(word)}:*"


def _lexeme(word: str) -> str:
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{MARK}{quoted}'"


def _key(text: str) -> str:
    """The text as it stands in the keys: digits of a number, else as typed when it has no space."""
    if _NUMBER.match(text):
        digits = re.sub(r"\D", "", text).lstrip("0")
        return digits if len(digits) >= SHORTEST_KEY else ""
    return text if len(text) >= SHORTEST_KEY and text.isascii() and " " not in text else ""


def _own(text: str, key: str) -> tuple[str, ...]:
    """The text as it stands in a custom field: with its spaces, in any script, and a number also by its digits."""
    shortest = 2 if text and _is_han(text) else SHORTEST_KEY
    return tuple(dict.fromkeys(each for each in (text, key) if len(each) >= shortest))


def _is_han(text: str) -> bool:
    return all(FIRST <= ord(each) <= LAST for each in text)
