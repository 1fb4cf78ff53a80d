"""What a file is by its bytes, whatever its name says."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from plexus.shell.importing.reading import archives, refused
from plexus.shell.importing.reading.limits import Limits
from plexus.shell.importing.reading.sources import Source

HEAD = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PAGE = re.compile(rb"\A\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|meta|table|body|div)\b", re.IGNORECASE)
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"{\\rtf", "RTF"),
    (b"\x7fELF", "ELF"),
    (b"<?xml", "XML"),
)
_CALENDAR = re.compile(rb"\A\s*BEGIN:V(?:CALENDAR|EVENT|TODO|TIMEZONE|ALARM|JOURNAL|FREEBUSY)\b", re.IGNORECASE)
_MAIL = re.compile(
    rb"\A(?:>?From \S+[^\r\n]*\r?\n)?"
    rb"(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID|X-[\w-]+|From|To|Date|Subject|Reply-To|Sender|Cc"
    rb"|DKIM-Signature|Content-Type):[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*(?:[\w-]+:[^\r\n]*)?\r?\n",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """The kinds of file that hold a table we read."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    VCARD = "vcard"


def sniff(source: Source, limits: Limits) -> Kind:
    """The kind of the file; refuses what is empty, too large, dangerous or no table."""
    if source.size > limits.file_bytes:
        raise refused.FileTooLarge(name=source.name, size=_megabytes(source.size), most=_megabytes(limits.file_bytes))
    head = source.head(HEAD)
    if not head.strip(b" \t\r\n\0") or head in _BOMS:
        raise refused.FileEmpty(name=source.name)
    if head.startswith(b"PK"):
        archives.check(source, limits)
        return Kind.XLSX
    if head.startswith(_OLE):
        return _old_office(source)
    if _is_vcard(head):
        return Kind.VCARD
    _refuse_other_kinds(source.name, head)
    return Kind.CSV


def _is_vcard(head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return head.removeprefix(codecs.BOM_UTF8).lstrip()[:11].upper() == b"BEGIN:VCARD"


def _old_office(source: Source) -> Kind:
    kept = b""
    for chunk in source.chunks():
        if _ENCRYPTED in kept + chunk:
            raise refused.WorkbookEncrypted(name=source.name)
        kept = chunk[-len(_ENCRYPTED) :]
    return Kind.XLS


def _refuse_other_kinds(name: str, head: bytes) -> None:
    plain = head.removeprefix(codecs.BOM_UTF8)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        plain = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    if _PAGE.match(plain):
        raise refused.DisguisedPage(name=name)
    if _CALENDAR.match(plain):
        raise refused.KindNotReadable(name=name, kind="iCalendar")
    if _MAIL.match(plain):
        raise refused.MailNotReadable(name=name)
    for magic, kind in _OTHERS:
        if plain.startswith(magic):
            raise refused.KindNotReadable(name=name, kind=kind)
    if re.match(rb"\s*(\{\s*\"|\[\s*[{\[])", plain):
        raise refused.KindNotReadable(name=name, kind="JSON")


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:.1f}"
