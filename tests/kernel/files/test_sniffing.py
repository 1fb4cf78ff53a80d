"""A file is what its bytes say."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.kernel.files.drawing import HTML, PDF, SVG, a_picture

from plexus.kernel.files.sniffing import kind_of


def _office(part: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in ("[Content_Types].xml", "_rels/.rels", part):
            made.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "offer.pdf", "application/pdf"),
        (PDF, "offer.png", "application/pdf"),
        (HTML, "holiday.png", "text/html"),
        (b"   \n<HTML><body>", "notes.txt", "text/html"),
        (b"\xef\xbb\xbf<script>1</script>", "a.csv", "text/html"),
        (SVG, "logo.png", "image/svg+xml"),
        (b"<svg onload=alert(1)>", "logo", "image/svg+xml"),
        (b"<?xml version='1.0'?><invoice/>", "invoice.xml", "application/xml"),
        (b"MZ\x90\x00", "report.pdf", "application/vnd.microsoft.portable-executable"),
        (b"\x7fELF\x02", "tool", "application/x-executable"),
        (b"#!/bin/sh\nrm -rf", "list.csv", "text/x-script"),
        (a_picture("PNG"), "a.txt", "image/png"),
        (a_picture("JPEG"), "a", "image/jpeg"),
        (a_picture("GIF"), "a", "image/gif"),
        (a_picture("WEBP"), "a", "image/webp"),
        (
            _office("word/document.xml"),
            "a.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (_office("xl/workbook.xml"), "a.zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (_office("other.xml"), "a.docx", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.doc", "application/msword"),
        ("名称,城市\n恒通,无锡\n".encode("gb18030"), "list.csv", "text/csv"),
        ("恒通".encode(), "note", "text/plain"),
        (b"\x00\x01\x02\x03", "note.txt", "application/octet-stream"),
    ],
)
def test_bytes_tell_what_a_file_is_whatever_its_name(content: bytes, name: str, kind: str) -> None:
    assert kind_of(content, name) == kind
