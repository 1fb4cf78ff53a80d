"""Every kind of broken file is refused with a sentence that names it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from plexus.shell.importing.reading import refused
from plexus.shell.importing.reading.limits import Limits
from plexus.shell.importing.reading.tables import open_table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def a_workbook(rows: Sequence[Sequence[object]] | None = None, *, stray: bool = False) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Deals")
        for place, row in enumerate(rows or [["name", "amount"], ["Big deal", 5]]):
            sheet.write_row(place, 0, row)
        if stray:
            sheet.write(1_048_575, 16_383, "lost")
    return made.getvalue()


def an_archive(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def refusal_of(content: bytes, **options: object) -> refused.FileRefused:
    with pytest.raises(refused.FileRefused) as caught:
        list(open_table(content, name="a file", **options).rows())  # type: ignore[arg-type]
    assert "a file" in str(caught.value)
    return caught.value


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0"])
def test_a_file_with_nothing_in_it_is_empty(content: bytes) -> None:
    assert refusal_of(content).code == "file_empty"


def test_a_file_larger_than_the_limit_is_refused_before_it_is_read() -> None:
    refusal = refusal_of(b"a,b\n" * 600_000, limits=Limits(file_bytes=1024**2))

    assert str(refusal) == ("“a file” has 2.3 MB; at most 1.0 MB are read. Split it into parts.")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b'{"name": "Ada"}', "JSON"),
        (b'[{"name": "Ada"}]', "JSON"),
        (an_archive({"word/document.xml": b"<w/>"}), "DOCX"),
        (an_archive({"content.xml": b"<o/>"}), "ODS"),
        (an_archive({"table.csv": b"a,b"}), "ZIP"),
    ],
)
def test_other_kinds_of_file_are_named(content: bytes, kind: str) -> None:
    refusal = refusal_of(content)

    assert (refusal.code, refusal.params["kind"]) == ("kind_not_readable", kind)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><table><tr><td>a</td></tr></table></html>",
        b"\xef\xbb\xbf\r\n<!DOCTYPE html><html></html>",
        b"<table border=1><tr><td>a",
        "<html><body>客户</body></html>".encode("utf-16"),
    ],
)
def test_a_web_page_named_as_a_spreadsheet_is_told_apart(content: bytes) -> None:
    assert refusal_of(content).code == "disguised_page"


def test_zero_bytes_in_a_text_are_found_with_their_place() -> None:
    refusal = refusal_of(b"name,city\nAda,Lon\0don\n" + b"Ben,Paris\n" * 50)

    assert (refusal.code, refusal.params["at"]) == ("file_binary", 18)


def test_random_bytes_are_no_table() -> None:
    assert refusal_of(bytes(range(256)) * 40).code == "file_binary"


def test_a_workbook_with_a_password_is_refused() -> None:
    stream = "EncryptedPackage".encode("utf-16-le")

    assert refusal_of(OLE + b"\0" * 1016 + stream).code == "workbook_encrypted"


def test_an_old_office_file_that_is_no_workbook_is_damaged() -> None:
    assert refusal_of(OLE + b"\0" * 2000).code == "workbook_damaged"


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.95])
def test_a_workbook_cut_short_is_damaged(kept: float) -> None:
    whole = a_workbook()

    assert refusal_of(whole[: int(len(whole) * kept)]).code == "workbook_damaged"


def test_a_workbook_with_flipped_bytes_is_damaged() -> None:
    whole = bytearray(a_workbook([["name"]] + [[f"row {n}"] for n in range(500)]))
    at = whole.find(b"xl/worksheets/sheet1.xml") + 200
    whole[at : at + 20] = bytes(byte ^ 0xFF for byte in whole[at : at + 20])

    assert refusal_of(bytes(whole)).code == "workbook_damaged"


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    bomb = an_archive({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"0" * 40_000_000})

    assert refusal_of(bomb).code == "archive_too_large"


def test_a_workbook_that_lies_about_its_size_is_refused_while_reading() -> None:
    bomb = bytearray(an_archive({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"0" * 4_000_000}))
    true_size, lie = struct.pack("<I", 4_000_000), struct.pack("<I", 1_000)
    honest = bytes(bomb)
    assert honest.count(true_size) == 2

    assert refusal_of(honest.replace(true_size, lie)).code == "workbook_damaged"


def test_an_archive_with_too_many_entries_is_refused() -> None:
    many = an_archive({"xl/workbook.xml": b"<w/>", **{f"xl/{n}": b"" for n in range(60)}})

    assert refusal_of(many, limits=Limits(archive_entries=50)).code == "archive_too_large"


def test_a_stray_cell_in_the_last_corner_is_refused_before_memory_is_taken() -> None:
    refusal = refusal_of(a_workbook(stray=True))

    assert refusal.code == "sheet_too_wide"
    assert (refusal.params["rows"], refusal.params["columns"]) == (1_048_576, 16_384)


def test_an_unknown_sheet_is_refused_with_the_known_ones() -> None:
    refusal = refusal_of(a_workbook(), sheet="Leads")

    assert str(refusal) == "“a file” has no sheet “Leads”. It has: Deals."


def test_a_workbook_without_cells_is_empty() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet()

    assert refusal_of(made.getvalue()).code == "file_empty"


@pytest.mark.parametrize(
    "content",
    [
        b"ada@example.com,Ada\nben@example.com,Ben\n",
        b"1,2.5,2026-11-22\n2,3.5,2026-11-23\n",
        b"3/1/2017;1054;12%\n3/2/2017;88;5%\n",
    ],
)
def test_a_table_without_column_names_is_refused(content: bytes) -> None:
    assert refusal_of(content).code == "header_missing"


def test_a_workbook_without_column_names_is_refused() -> None:
    assert refusal_of(a_workbook([[1, 2], [3, 4]])).code == "header_missing"


def test_too_many_columns_are_refused() -> None:
    wide = ",".join(f"c{n}" for n in range(1_200)).encode()

    refusal = refusal_of(wide + b"\n" + b"," * 1_199)

    assert (refusal.code, refusal.params["columns"]) == ("too_many_columns", 1_200)


def test_a_quotation_mark_that_is_never_closed_is_found_with_its_row() -> None:
    content = b'name,note\nAda,ok\nBen,"never closed\n' + b"Cyd,filler text\n" * 20_000

    refusal = refusal_of(content)

    assert (refusal.code, refusal.params["row"]) == ("quote_unclosed", 3)


def test_a_wrong_encoding_or_delimiter_is_refused() -> None:
    chinese = "姓名,城市\n王小明,上海\n".encode("gb18030")

    assert refusal_of(chinese, encoding="utf-8").code == "encoding_wrong"
    with pytest.raises(refused.EncodingUnknown):
        open_table(chinese, name="a file", encoding="klingon")
    with pytest.raises(refused.DelimiterWrong):
        open_table(chinese, name="a file", delimiter="::")


def test_a_path_is_read_like_bytes(tmp_path: Path) -> None:
    file = tmp_path / "deals.xlsx"
    file.write_bytes(a_workbook([["name", "won", "on"], ["Big deal", True, 1.5]]))

    table = open_table(file, name="deals.xlsx")

    assert table.headers == ("name", "won", "on")
    assert [number for number, _cells in table.rows()] == [2]
    assert date.min not in table.sample()[0]
