"""What a file is, told from its first bytes; its name only chooses among kinds that are alike."""

from __future__ import annotations

import re
from pathlib import PurePath

HEAD = 64 * 1024
UNKNOWN = "application/octet-stream"
# How files begin, by kind; the first that fits.
BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xca\xfe\xba\xbe", "application/x-mach-binary"),
    (b"#!", "text/x-script"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"avif": "image/avif",
          b"qt  ": "video/quicktime"}  # fmt: skip
OPEN_XML = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OLE = {".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint",
       ".msg": "application/vnd.ms-outlook", ".msi": "application/x-msi"}  # fmt: skip
PLAIN = {".csv": "text/csv", ".json": "application/json", ".md": "text/markdown", ".ics": "text/calendar",
         ".vcf": "text/vcard", ".eml": "message/rfc822", ".tsv": "text/tab-separated-values"}  # fmt: skip
MARKUP = re.compile(
    rb"<\s*(!doctype\s+html|html|head|body|script|iframe|svg|img|a\s|div|p>|style|meta|form|!--)", re.IGNORECASE
)
DRAWING = re.compile(rb"<\s*(?:\w+:)?svg[\s>]", re.IGNORECASE)


def kind_of(head: bytes, name: str) -> str:
    """The media type of a file from its first bytes; unknown ones are `application/octet-stream`."""
    ending = PurePath(name).suffix.lower()
    found = next((kind for mark, kind in BEGINNINGS if head.startswith(mark)), "")
    return found or _boxed(head, ending) or _written(head, ending)


def _boxed(head: bytes, ending: str) -> str:
    """Kinds that wrap others."""
    if head.startswith(b"RIFF"):
        return RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"PK\x03\x04"):
        return _packed(head)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLE.get(ending, "application/x-ole-storage")
    return ""


def _packed(head: bytes) -> str:
    """A zip archive, or what is one inside: an office document says so in the names of its parts."""
    if head[30:38] == b"mimetype":
        told = re.match(rb"application/[\w.+-]+", head[38:140])
        return told.group().decode() if told else "application/zip"
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        return next((kind for part, kind in OPEN_XML.items() if part in head), "application/zip")
    return "application/zip"


def _written(head: bytes, ending: str) -> str:
    """Text of some kind, if it is text at all; what a browser would take for a page counts as one."""
    if MARKUP.search(head[:4096]):
        return "image/svg+xml" if DRAWING.search(head) else "text/html"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        return "image/svg+xml" if DRAWING.search(head) else "application/xml"
    return PLAIN.get(ending, "text/plain") if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return head.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: len(head) - 4 if len(head) >= HEAD else None].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
