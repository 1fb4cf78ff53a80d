"""XLSX files as archives: bombs, damage and stray cells are found before the file is read."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import NoReturn

from plexus.shell.importing.reading import refused
from plexus.shell.importing.reading.limits import Limits
from plexus.shell.importing.reading.sources import CHUNK, Source

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_SHEET = re.compile(r"\Axl/worksheets/[^/]+\.xml\Z", re.IGNORECASE)
_SMALL = 1024**2
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


def check(source: Source, limits: Limits) -> None:
    """Refuse an archive that is no workbook, is damaged, or unpacks to too much."""
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            _check_directory(source, archive, limits)
            _check_content(source, archive, limits)
    except _BROKEN as broken:
        raise refused.WorkbookDamaged(name=source.name) from broken
    except RuntimeError as locked:
        raise refused.WorkbookEncrypted(name=source.name) from locked


def _check_directory(source: Source, archive: zipfile.ZipFile, limits: Limits) -> None:
    """Judge by what the central directory claims."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    allowed = max(_SMALL, source.size * limits.unpacked_ratio)
    if len(entries) > limits.archive_entries or unpacked > min(limits.unpacked_bytes, allowed):
        raise refused.ArchiveTooLarge(name=source.name)
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        _refuse_other_archive(source.name, names)


def _refuse_other_archive(name: str, names: set[str]) -> NoReturn:
    kinds = {
        "word/document.xml": "DOCX",
        "ppt/presentation.xml": "PPTX",
        "content.xml": "ODS",
        "xl/workbook.bin": "XLSB",
    }
    kind = next((kind for member, kind in kinds.items() if member in names), "ZIP")
    raise refused.KindNotReadable(name=name, kind=kind)


@dataclass
class _Area:
    """The lowest row and the rightmost column that a sheet uses."""

    rows: int = 0
    columns: int = 0

    def take(self, text: bytes) -> None:
        """Grow to the cells named in this piece of the sheet."""
        cells = _CELL.findall(text)
        if not cells:
            return
        self.rows = max(self.rows, *(int(row) for _column, row in cells))
        widest = max({column for column, _row in cells}, key=lambda name: (len(name), name))
        self.columns = max(self.columns, _column_number(widest))


def _check_content(source: Source, archive: zipfile.ZipFile, limits: Limits) -> None:
    """Unpack every part that is read, counting what really comes out."""
    total = 0
    for entry in archive.infolist():
        area = _Area() if _SHEET.match(entry.filename) else None
        if entry.filename.lower().endswith((".xml", ".rels")):
            total += _unpacked(archive, entry, area, limits.unpacked_bytes - total, source.name)
        if area and area.rows * area.columns > limits.sheet_cells:
            raise refused.SheetTooWide(name=source.name, rows=area.rows, columns=area.columns)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, area: _Area | None, most: int, name: str) -> int:
    count, kept = 0, b""
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            count += len(chunk)
            if count > most:
                raise refused.ArchiveTooLarge(name=name)
            if area is not None:
                area.take(kept + chunk)
                kept = chunk[-64:]
    return count


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
