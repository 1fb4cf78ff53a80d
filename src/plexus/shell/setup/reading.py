"""From a file to a document, within bounds: whatever is wrong is told with its place, and nothing is guessed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from plexus.kernel.values.refusals import FieldError
from plexus.shell.setup import catalogue, refusals
from plexus.shell.setup.document import FORMAT, VERSION, Document, Entries, Entry, Key, place
from plexus.shell.setup.refusals import SetupTooLarge, SetupTooNew, SetupUnreadable
from plexus.shell.setup.section import Section

MOST_BYTES, DEPTH, MOST_ENTRIES, LONGEST_NAME, MOST_ERRORS = 3_000_000, 40, 5_000, 500, 50
HEAD = frozenset({"format", "version"})


def read(content: bytes) -> Document:
    """The document of a file; raises `SetupUnreadable`, `SetupTooLarge` or `SetupTooNew`."""
    if len(content) > MOST_BYTES:
        raise SetupTooLarge(most=MOST_BYTES // 1_000_000)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse("", "not_text", refusals.NOT_TEXT)
    return accepted(_parsed(text))


def accepted(found: Any) -> Document:
    """The document that decoded JSON is; raises the same."""
    _must_be_shallow(found)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        _refuse("", "not_a_setup", refusals.NOT_A_SETUP)
    version = found.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        _refuse("version", "no_version", refusals.NO_VERSION)
    if version > VERSION:
        raise SetupTooNew(found=version, known=VERSION)
    reader = _Reader()
    sections = {name: reader.section(name, told) for name, told in found.items() if name not in HEAD}
    if reader.errors:
        raise SetupUnreadable(fields=reader.errors[:MOST_ERRORS])
    return Document(sections)


def _refuse(where: str, code: str, message: str, **params: Any) -> NoReturn:
    raise SetupUnreadable(fields=[FieldError(where, code, message, params)])


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant, parse_int=_whole)
    except json.JSONDecodeError as error:
        _refuse("", "not_json", refusals.NOT_JSON, line=error.lineno, column=error.colno)
    except RecursionError:
        _refuse("", "too_deep", refusals.TOO_DEEP, most=DEPTH)
    except ValueError:
        _refuse("", "bad_number", refusals.BAD_NUMBER)


def _must_be_shallow(found: Any) -> None:
    """Refuse what is nested deeper than any set-up, before anything goes down into it."""
    level, depth = [found], 0
    while level := [below for each in level for below in _below(each)]:
        depth += 1
        if depth > DEPTH:
            _refuse("", "too_deep", refusals.TOO_DEEP, most=DEPTH)


def _below(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            _refuse(name[:80], "twice", refusals.TWICE, name=name[:80])
        found[name] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _whole(digits: str) -> int:
    """A whole number that the database can keep at all."""
    if len(digits) > 18:
        raise ValueError(digits[:20])
    return int(digits)


class _Reader:
    """Collects what is wrong as it goes."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []
        self.entries = 0

    def section(self, name: str, told: Any) -> Entries:
        """The entries of one part."""
        section = catalogue.find(name)
        if section is None:
            self._wrong(name, "unknown_section", refusals.UNKNOWN_SECTION, name=name[:80])
            return {}
        return dict(self._within(section, (), told))

    def _within(self, section: Section, key: Key, told: Any) -> Iterator[tuple[Key, Entry]]:
        where = (section.name, *key)
        if not isinstance(told, dict):
            self._wrong(place(*where), "wrong_kind", refusals.WRONG_KIND, kind=refusals.OBJECT)
        elif len(key) == section.depth:
            self._count(where, told)
            yield key, told
        else:
            for part, below in told.items():
                if self._is_name(where, part):
                    yield from self._within(section, (*key, part), below)

    def _is_name(self, where: Key, part: str) -> bool:
        if not 0 < len(part) <= LONGEST_NAME:
            self._wrong(place(*where, part), "bad_name", refusals.TOO_LONG_NAME, most=LONGEST_NAME)
            return False
        return self._can_be_kept((*where, part), part)

    def _count(self, where: Key, told: Entry) -> None:
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            _refuse(place(*where), "too_many", refusals.TOO_MANY, most=MOST_ENTRIES)
        for name, value in told.items():
            self._can_be_kept((*where, name), (name, value))

    def _can_be_kept(self, where: Key, value: Any) -> bool:
        """Whether PostgreSQL can keep every text in a value: no NUL, no half of a character pair."""
        waiting = [value]
        while waiting:
            one = waiting.pop()
            if isinstance(one, dict):
                waiting += [*one.keys(), *one.values()]
            elif isinstance(one, list | tuple):
                waiting += one
            elif isinstance(one, str) and ("\x00" in one or any("\ud800" <= each <= "\udfff" for each in one)):
                self._wrong(place(*where), "bad_text", refusals.BAD_TEXT)
                return False
        return True

    def _wrong(self, where: str, code: str, message: str, **params: Any) -> None:
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(FieldError(where.encode("utf-8", "replace").decode(), code, message, params))
