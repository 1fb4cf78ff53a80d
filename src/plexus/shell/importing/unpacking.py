"""The tables in a folder or in a zip archive, which is taken apart under guard."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.importing import files
from plexus.shell.importing.reading import refused
from plexus.shell.importing.reading.limits import DEFAULT

ENDINGS = frozenset({".csv", ".tsv", ".txt", ".psv", ".xlsx", ".xls", ".vcf"})
NO_ARCHIVES = frozenset(
    {"xl/workbook.xml", "xl/workbook.bin", "content.xml", "word/document.xml", "ppt/presentation.xml"}
)
BLOCK = 1024**2
UTF_8 = 0x800


class NoTables(Refusal):
    """An archive holds no file that could be a table."""

    message = _("“%(name)s” holds no CSV, Excel or vCard file.")


@dataclass(frozen=True)
class Given:
    """A file of a set, with the object that somebody says it holds."""

    path: Path
    about: str = ""


def unpacked(given: Path, to: Path) -> list[Given]:
    """The tables in a folder or a zip archive (unpacked into `to`), by name; raises what is wrong with the archive."""
    if given.is_dir():
        return [Given(each) for each in sorted(given.rglob("*")) if each.suffix.lower() in ENDINGS]
    try:
        with zipfile.ZipFile(given) as archive:
            found = [Given(each) for each in _entries(archive, given.name, to)]
    except (zipfile.BadZipFile, OSError, NotImplementedError) as broken:
        raise refused.WorkbookDamaged(name=given.name) from broken
    except RuntimeError as locked:
        raise refused.WorkbookEncrypted(name=given.name) from locked
    if not found:
        raise NoTables(name=given.name)
    return found


def is_archive(path: Path | BinaryIO) -> bool:
    """Whether a file is a zip archive of tables, not a workbook or another document."""
    try:
        with zipfile.ZipFile(path) as archive:
            return not NO_ARCHIVES & set(archive.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return False


def _entries(archive: zipfile.ZipFile, name: str, to: Path) -> Iterator[Path]:
    """Tables of an archive under names of our own: what an entry calls itself leads nowhere."""
    entries = [each for each in archive.infolist() if not each.is_dir() and _is_table(each.filename)]
    if len(entries) > DEFAULT.archive_entries:
        raise refused.ArchiveTooLarge(name=name)
    left = DEFAULT.unpacked_bytes
    for at, entry in enumerate(sorted(entries, key=lambda each: each.filename)):
        path = to / str(at) / files.plain(_name_of(entry))
        path.parent.mkdir()
        with archive.open(entry) as read, path.open("wb") as out:
            while block := read.read(BLOCK):
                left -= len(block)
                if left < 0:
                    raise refused.ArchiveTooLarge(name=name)
                out.write(block)
        yield path


def _is_table(name: str) -> bool:
    plain_name = PurePath(name.replace("\\", "/"))
    return plain_name.suffix.lower() in ENDINGS and not plain_name.name.startswith(".") and "__MACOSX" not in name


def _name_of(entry: zipfile.ZipInfo) -> str:
    """What an entry is called: programs in China write GB 18030 and do not say so."""
    if entry.flag_bits & UTF_8 or entry.filename.isascii():
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename
