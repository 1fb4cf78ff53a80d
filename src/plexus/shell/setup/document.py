"""A set-up as a document: sections of entries by stable names, and its text, which is always the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FORMAT, VERSION = "plexus-setup", 1
Key = tuple[str, ...]
Entry = dict[str, Any]
Entries = Mapping[Key, Entry]


@dataclass(frozen=True)
class Document:
    """The entries of each section by name; a key has as many parts as the section is deep."""

    sections: Mapping[str, Entries]

    def entries(self, name: str) -> Entries:
        """The entries of a section; none where the document says nothing of it."""
        return self.sections.get(name, {})

    def as_json(self) -> dict[str, Any]:
        """The document as JSON has it."""
        told: dict[str, Any] = {"format": FORMAT, "version": VERSION}
        for name, entries in self.sections.items():
            told[name] = _nested(entries)
        return told

    def text(self) -> str:
        """The file: the same set-up gives the same text, whoever wrote it and whenever."""
        return json.dumps(self.as_json(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _nested(entries: Entries) -> Any:
    found: dict[str, Any] = {}
    for key, entry in entries.items():
        if not key:
            return entry
        within = found
        for part in key[:-1]:
            within = within.setdefault(part, {})
        within[key[-1]] = entry
    return found


def place(*parts: str) -> str:
    """Where something stands in the file, for people: `custom-fields › accounts › credit_limit`."""
    return " › ".join(part[:80] for part in parts if part)


def keyed(rows: Iterable[tuple[Key, Entry]]) -> list[Key]:
    """A key for each row in the same order: rows that are called alike are numbered, by what they say."""
    listed = list(rows)
    names = {key for key, _entry in listed}
    order = sorted(range(len(listed)), key=lambda each: (listed[each][0], json.dumps(listed[each][1], sort_keys=True)))
    taken: set[Key] = set()
    found: dict[int, Key] = {}
    for each in order:
        found[each] = _free(listed[each][0], names, taken)
        taken.add(found[each])
    return [found[each] for each in range(len(listed))]


def _free(key: Key, names: set[Key], taken: set[Key]) -> Key:
    if key not in taken:
        return key
    number = 2
    while (made := (*key[:-1], f"{key[-1]} ({number})")) in taken or made in names:
        number += 1
    return made
