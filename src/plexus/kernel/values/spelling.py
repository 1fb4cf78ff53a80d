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
_CHARACTER = re.compile(r'"(\d+)":\s*"([^",]+)')
_READINGS = re.compile(r'\[\s*"([^"]+)"')


@dataclass(frozen=True, slots=True)
class _Beginning:
    """What begins with one character: how it is read alone, and phrases, of which the longest is looked for first."""

    alone: str
    phrases: Mapping[str, str]
    sizes: tuple[int, ...]


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
        here = known[run[start]]
        for size in here.sizes:
            if (part := run[start : start + size]) in here.phrases:
                yield from here.phrases[part].split()
                start += size
                break
        else:
            yield here.alone
            start += 1


class _Dictionary(dict[str, _Beginning]):
    """What begins with a character, read when it is first asked for: of the whole, most is never needed."""

    def __init__(self) -> None:
        self._plain = _Plain()
        found = _CHARACTER.finditer(_file("pinyin_dict.json"))
        self._characters = {chr(int(one[1])): intern(one[2]) for one in found}
        self._entries: dict[str, list[str]] = {}
        for entry in _file("phrases_dict.json").replace("\n", "").lstrip("{").split("]],"):
            self._entries.setdefault(entry[1], []).append(entry)

    def __missing__(self, character: str) -> _Beginning:
        phrases = dict(map(self._phrase, self._entries.get(character, ())))
        sizes = sorted(set(map(len, phrases)), reverse=True)
        said = self._characters.get(character)
        alone = self._plain[said] if said else character
        self[character] = found = _Beginning(alone, phrases, tuple(sizes))
        return found

    def _phrase(self, entry: str) -> tuple[str, str]:
        """A phrase and its syllables; of several readings of a character the first."""
        _brace, phrase, rest = entry.split('"', 2)
        return phrase, intern(" ".join(self._plain[each] for each in _READINGS.findall(rest)))


_dictionary = cache(_Dictionary)


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
