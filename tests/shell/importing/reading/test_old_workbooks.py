"""Workbooks of the old binary format (XLS) are read too; the test writes a small one itself."""

from __future__ import annotations

import struct

from plexus.shell.importing.reading.sniffing import Kind
from plexus.shell.importing.reading.tables import open_table

SECTOR = 512
END, FREE, IS_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    body = struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le")
    return record(0x0204, body)


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def a_stream() -> bytes:
    """BIFF8 records: the workbook with its list of sheets, then one sheet."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    name = "客户".encode("utf-16-le")
    listing = 20 + 12 + len(name)
    start = 4 + len(begin) + listing - 20 + 4
    sheet_at = struct.pack("<IBBBB", start, 0, 0, 2, 1)
    book = record(0x0809, begin) + record(0x0085, sheet_at + name) + record(0x000A, b"")
    assert len(book) == start
    sheet = struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)
    cells = (
        label(0, 0, "客户名称") + label(0, 1, "人数") + label(1, 0, "灵络") + number(1, 1, 42)
    )  # fmt: skip
    size = record(0x0200, struct.pack("<IIHHH", 0, 2, 0, 2, 0))
    return book + record(0x0809, sheet) + size + cells + record(0x000A, b"")


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    coded = name.encode("utf-16-le")
    return (
        coded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(coded) + 2 if name else 0, kind, 1, FREE, FREE, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def a_container(stream: bytes) -> bytes:
    """A compound file of one stream: a table sector, a folder sector, then the stream."""
    content = stream.ljust(8 * SECTOR, b"\0")
    fat = [IS_FAT, END, 3, 4, 5, 6, 7, 8, 9, END]
    table = struct.pack("<128I", *fat, *[FREE] * (128 - len(fat)))
    folder = (
        entry("Root Entry", 5, 1, END, 0) + entry("Workbook", 2, FREE, 2, len(content)) + entry("", 0, FREE, 0, 0) * 2
    )
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0)
        + struct.pack("<109I", 0, *[FREE] * 108)
    )
    return header + table + folder + content


def test_an_old_workbook_is_read() -> None:
    table = open_table(a_container(a_stream()), name="客户.xls")

    assert (table.format.kind, table.sheets) == (Kind.XLS, ("客户",))
    assert table.headers == ("客户名称", "人数")
    assert list(table.rows()) == [(2, ("灵络", 42))]
