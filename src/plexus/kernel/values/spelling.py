"""Chinese spelt in pinyin without tones, phrase by phrase: 重庆 is `chong qing`, 重要 is `zhong yao`.

The dictionary is that of pypinyin. As its own lists of lists it weighs fifty megabytes in every process; what is needed
of it here, one line of syllables for each phrase, weighs a quarter of that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from sys import intern

_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U00032389]")
_PHRASE = re.compile(r'"([^"]+)":\s*(\[\s*\[.*?\]\s*\])', re.DOTALL)
_READINGS = re.compile(r'\[\s*"([^"]+)"')
_CHARACTER = re.compile(r'"(\d+)":\s*"([^",]+)')


@dataclass(frozen=True)
class _Dictionary:
    characters: Mapping[str, str]
    phrases: Mapping[str, str]
    longest: int


def is_chinese(text: str) -> bool:
    """Whether there is a Chinese character in a text."""
    return _HAN.search(text) is not None


def syllables(text: str) -> Iterator[str]:
    """The syllables of a text; what is not Chinese stays together as it is."""
    for chinese, letters in groupby(text, key=is_chinese):
        run = "".join(letters)
        if chinese:
            yield from _spelt(run)
        else:
            yield run


def _spelt(run: str) -> Iterator[str]:
    known, start = _dictionary(), 0
    while start < len(run):
        size = next((size for size in range(known.longest, 1, -1) if run[start : start + size] in known.phrases), 1)
        part = run[start : start + size]
        yield from known.phrases[part].split() if size > 1 else (known.characters.get(part, part),)
        start += size


@cache
def _dictionary() -> _Dictionary:
    plain = _Plain()
    characters = {chr(int(one[1])): plain[one[2]] for one in _CHARACTER.finditer(_file("pinyin_dict.json"))}
    phrases = {
        found[1]: intern(" ".join(plain[each] for each in _READINGS.findall(found[2])))
        for found in _PHRASE.finditer(_file("phrases_dict.json"))
    }
    return _Dictionary(characters, phrases, max(map(len, phrases)))


def _file(name: str) -> str:
    """A file beside the library, which is not imported: it would load both into lists at once."""
    found = find_spec("pypinyin")
    return (Path(found.origin if found and found.origin else "").parent / name).read_text(encoding="utf-8")


class _Plain(dict[str, str]):
    """Syllables without their tone, ü as v; each is worked out once."""

    def __missing__(self, syllable: str) -> str:
        marks = unicodedata.normalize("NFKD", syllable).replace("u\u0308", "v")
        self[syllable] = plain = intern("".join(letter for letter in marks if not unicodedata.combining(letter)))
        return plain
