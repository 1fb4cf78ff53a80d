"""Cells of a workbook (XLSX) that hold no value: formulas saved without their result, and errors.

The library that reads sheets gives both as blanks, which would come in as if nothing had been there.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.importing.reading.rows import Fault
from plexus.shell.importing.reading.sources import CHUNK, Source

NOT_CALCULATED = _(
    "The formula %(text)s was saved without its result. "
    "Open the file in a spreadsheet program, save it there, and choose it again."
)
ERROR = _("The spreadsheet shows the error %(text)s here. Put it right there, or clear the cell.")
# The error by which formulas say that there is no value.
NO_VALUE = "#N/A"
# What stands in a sheet that has formulas or errors; and a formula behind which no value stands, or a cell of an error.
_MARKS = (b"</f>", b":f>", b"<f ", b":f ", b"<f/", b't="e"', b"t='e'")
_BARE = rb"\s*(?:</|<(?:\w+:)?v(?:\s*/>|>\s*</))"
_SUSPECTS = (
    re.compile(rb"</(?:\w+:)?f>" + _BARE),
    re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?/>" + _BARE),
    re.compile(rb"\bt=[\"']e[\"']"),
)
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
_KEPT = 512
_LONGEST = 200

Faults = dict[int, dict[int, Fault]]


def faults(source: Source, sheet: str) -> Faults:
    """What is wrong with cells of a sheet, by row number (from 1) and column (from 0).

    A workbook whose parts cannot be read here has none: it is read as the library reads it.
    """
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            part = _part(archive, sheet)
            if part is None or not _is_suspect(archive, part):
                return {}
            looked = _Cells()
            _parse(archive, part, looked.parser())
            return looked.found
    except (expat.ExpatError, KeyError, ValueError):
        return {}


def _part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The name of the archive's entry that holds a sheet."""
    book = _Tags({"sheet"})
    _parse(archive, "xl/workbook.xml", book.parser())
    key = next((value for each in book.found if each.get("name") == sheet for value in _ids(each)), None)
    links = _Tags({"Relationship"})
    _parse(archive, "xl/_rels/workbook.xml.rels", links.parser())
    target = next((each.get("Target", "") for each in links.found if key and each.get("Id") == key), None)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") if target else None


def _ids(attributes: dict[str, str]) -> Iterator[str]:
    return (value for name, value in attributes.items() if name.endswith(":id"))


def _is_suspect(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether some cell may be one, so that cell by cell is worth reading."""
    kept = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            text = kept + chunk
            if any(mark in text for mark in _MARKS) and any(each.search(text) for each in _SUSPECTS):
                return True
            kept = chunk[-_KEPT:]
    return False


def _parse(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    parser.StartDoctypeDeclHandler = _refuse
    with archive.open(part) as stream:
        parser.ParseFile(stream)


def _refuse(*_declared: object) -> NoReturn:
    """No spreadsheet program declares a document type, and entities may be bombs."""
    raise ValueError


@dataclass
class _Tags:
    """The attributes of elements of some names."""

    wanted: set[str]
    found: list[dict[str, str]] = field(default_factory=list)

    def parser(self) -> expat.XMLParserType:
        """Fills `found` while it is fed."""
        made = expat.ParserCreate()
        made.StartElementHandler = self._begin
        return made

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) in self.wanted:
            self.found.append(attributes)


@dataclass
class _Cells:
    """Looks at cell after cell of a sheet. Places may be left out, and follow from the one before then."""

    found: Faults = field(default_factory=dict)
    _row: int = 0
    _column: int = -1
    _kind: str = ""
    _formula: str | None = None
    _value: str = ""
    _inside: str = ""

    def parser(self) -> expat.XMLParserType:
        """Fills `found` while it is fed."""
        made = expat.ParserCreate()
        made.buffer_text = True
        made.StartElementHandler, made.EndElementHandler = self._begin, self._end
        made.CharacterDataHandler = self._text
        return made

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "row":
            self._row, self._column = int(attributes.get("r") or self._row + 1), -1
        elif name == "c":
            place = _PLACE.match(attributes.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            self._kind, self._formula, self._value = attributes.get("t", "n"), None, ""
        elif name == "f":
            self._formula = ""
        self._inside = name

    def _text(self, text: str) -> None:
        if self._inside == "f":
            self._formula = ((self._formula or "") + text)[:_LONGEST]
        elif self._inside == "v":
            self._value += text

    def _end(self, tag: str) -> None:
        self._inside = ""
        if _local(tag) == "c" and (fault := self._fault()):
            self.found.setdefault(self._row, {})[self._column] = fault

    def _fault(self) -> Fault | None:
        value = self._value.strip()
        if self._kind == "e" and value and value != NO_VALUE:
            return Fault("cell_error", ERROR, {"text": value})
        if self._formula is not None and not value and self._kind != "str":
            return Fault("not_calculated", NOT_CALCULATED, {"text": f"={self._formula or '…'}"})
        return None


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
