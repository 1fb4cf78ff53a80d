"""Tables open whatever their encoding, delimiter, quotes and line ends."""

from __future__ import annotations

import io
import json
import tracemalloc
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from plexus.shell.importing.reading.tables import Table, open_table

CHINESE = "客户名称,联系人,手机,备注\n上海灵络科技有限公司,王小明,13800138000,重点客户\n" * 3
TRADITIONAL = "公司名稱,聯絡人,電話,備註\n臺灣積體電路製造股份有限公司,陳大文,0223456789,重要客戶\n"
GERMAN = "Firma;Straße;Ort\nMüller & Söhne GmbH;Königsallee 3;Düsseldorf\n"


def rows_of(table: Table) -> list[tuple[object, ...]]:
    return [cells for _number, cells in table.rows()]


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "gbk", "gb18030"),
        (CHINESE, "utf-16", "utf-16"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (GERMAN, "cp1252", "cp1252"),
        (GERMAN, "utf-8", "utf-8"),
        ("name,city\nAda,London\n", "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str, found: str) -> None:
    table = open_table(text.encode(encoding), name="file.csv")

    assert table.format.encoding is not None
    assert table.format.encoding.name == found
    assert table.headers == tuple(text.splitlines()[0].replace(";", ",").split(","))
    assert table.format.encoding.confidence >= 0.7


def test_one_short_chinese_row_is_enough() -> None:
    table = open_table("姓名,城市\n张三,北京\n".encode("gbk"), name="file.csv")

    assert table.headers == ("姓名", "城市")


def test_a_person_may_choose_another_encoding() -> None:
    table = open_table(TRADITIONAL.encode("big5"), name="file.csv", encoding="big5")

    assert table.format.encoding is not None
    assert (table.headers[0], table.format.encoding.chosen) == ("公司名稱", True)


def test_other_likely_encodings_are_offered() -> None:
    table = open_table(CHINESE.encode("gb18030"), name="file.csv")

    assert table.format.encoding is not None
    assert "latin-1" in table.format.encoding.alternatives


def test_a_few_broken_bytes_do_not_spoil_utf8() -> None:
    content = (CHINESE * 20).encode().replace("重点".encode(), b"\xe9\x87", 1)

    table = open_table(content, name="file.csv")

    assert table.format.encoding is not None
    assert (table.format.encoding.name, table.format.encoding.damaged) == ("utf-8", True)
    assert rows_of(table)[1][1] == "王小明" or rows_of(table)[0][1] == "王小明"


@pytest.mark.parametrize("other", ["gb18030", "big5", "cp1252"])
def test_rows_in_another_encoding_do_not_decide_on_that_of_the_file(other: str) -> None:
    row = {"gb18030": "恒通精密,上海\r\n", "big5": "公司名稱,台北\r\n"}.get(other, "Müller GmbH,Zürich\r\n")
    lines = ["公司名称,城市\r\n".encode(), *(row.encode() for _number in range(6)), *([row.encode(other)] * 5)]

    table = open_table(b"".join(lines), name="file.csv")

    assert table.format.encoding is not None
    assert (table.format.encoding.name, table.format.encoding.damaged) == ("utf-8", True)
    assert [("\ufffd" in "".join(map(str, cells))) for cells in rows_of(table)] == [False] * 6 + [True] * 5


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_delimiter_and_line_ends_are_found(delimiter: str, end: str) -> None:
    lines = [["name", "city", "note"], ["Ada", "London", "likes tea"], ["Ben", "Paris", "new"]] * 4
    text = end.join(delimiter.join(line) for line in lines)

    table = open_table(text.encode(), name="file.csv")

    assert table.headers == ("name", "city", "note")
    assert rows_of(table)[:2] == [("Ada", "London", "likes tea"), ("Ben", "Paris", "new")]


@pytest.mark.parametrize(
    "lines",
    [
        ["email", "ada@example.com", "ben.x@example.org"],
        ["name", "Ada Lovelace", "Ben Jonson"],
        ["happened at", "2026-11-22 10:00:00", "2026-11-23 10:00:00"],
        ["网址", "https://a.example/x-y", "https://b.example/z_q"],
    ],
)
def test_a_single_column_stays_one_column(lines: list[str]) -> None:
    table = open_table("\n".join(lines).encode(), name="f", header_row=1)

    assert (table.headers, rows_of(table)) == ((lines[0],), [(line,) for line in lines[1:]])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Имя,Город\nАнна,Москва\nИван,Санкт-Петербург\n", "cp1251"),
        ("氏名,会社\n山田太郎,株式会社トヨタ\n鈴木一郎,ソニー株式会社\n", "shift_jis"),
        ("이름,회사\n김철수,삼성전자\n이영희,현대자동차\n", "cp949"),
        ("Imię,Nazwisko\nŁukasz,Żółć\n", "cp1250"),
    ],
)
def test_other_scripts_are_read_too(text: str, encoding: str) -> None:
    table = open_table(text.encode(encoding), name="f")

    assert table.headers == tuple(text.splitlines()[0].split(","))


def test_a_sep_line_of_a_spreadsheet_settles_the_delimiter() -> None:
    table = open_table(b"sep=;\r\nname;note\r\nAda;1,2,3\r\n", name="file.csv")

    assert table.headers == ("name", "note")
    assert list(table.rows()) == [(3, ("Ada", "1,2,3"))]


def test_a_chosen_delimiter_is_taken() -> None:
    table = open_table(b"a,b;c,d\n1,2;3,4\n", name="file.csv", delimiter=";")

    assert table.headers == ("a,b", "c,d")


def test_quotes_newlines_and_escapes_inside_cells_are_kept() -> None:
    doubled = b'name,note\r\nAda,"said ""hi"",\r\nthen left"\r\nBen,x\r\n'
    escaped = b'name,note\n"Ada","said \\"hi\\" twice"\n"Ben","x"\n'

    assert list(open_table(doubled, name="f").rows()) == [
        (2, ("Ada", 'said "hi",\r\nthen left')),
        (3, ("Ben", "x")),
    ]
    assert rows_of(open_table(escaped, name="f"))[0] == ("Ada", 'said "hi" twice')


def test_single_quotes_may_quote() -> None:
    table = open_table(b"'name','note'\n'Ada','tea, milk'\n'Ben','x'\n", name="f")

    assert rows_of(table)[0] == ("Ada", "tea, milk")


def test_ragged_rows_are_reported_and_read() -> None:
    table = open_table(b"a,b,c\n1x,2\n3x,4,5\n6x,7,8,9\n\n6x,7,8,,\n", name="f")

    assert list(table.rows()) == [
        (2, ("1x", "2", "")),
        (3, ("3x", "4", "5")),
        (4, ("6x", "7", "8")),
        (6, ("6x", "7", "8")),
    ]
    assert {row: fault.code for row, fault in table.faults.items()} == {
        2: "row_short",
        4: "row_long",
    }
    assert str(table.faults[2]) == ("The row has 2 cells where the header has 3; the rest is taken as empty.")


def test_repeated_and_blank_column_names_are_made_unique_and_reported() -> None:
    table = open_table(b"Email,Email,,Email (2)\na,b,c,d\n", name="f")

    assert table.headers == ("Email", "Email (3)", "Column 3", "Email (2)")
    assert [fault.code for fault in table.header_faults] == ["header_repeated", "header_blank"]


def test_titles_above_the_column_names_are_passed_over() -> None:
    text = "客户清单 2026,,\n,,\n客户名称,城市,电话\n灵络,上海,021-62781234\n星河,北京,010-62781234\n"

    table = open_table(text.encode(), name="f")

    assert (table.headers, table.format.header_row) == (("客户名称", "城市", "电话"), 3)
    assert [number for number, _cells in table.rows()] == [4, 5]


def test_a_person_may_say_that_there_are_no_column_names() -> None:
    table = open_table(b"ada@example.com,Ada\nben@example.com,Ben\n", name="f", header_row=0)

    assert table.headers == ("Column 1", "Column 2")
    assert [number for number, _cells in table.rows()] == [1, 2]


def test_a_workbook_gives_typed_values_and_its_own_row_numbers() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet("Cover")
        sheet = book.add_worksheet("Deals")
        book.add_worksheet("Secret").hide()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(2, 0, ["名称", "手机", "金额", "赢", "日期", "时间"])
        sheet.write_row(3, 0, ["大单", 13800138000, 1100.04, True])
        sheet.write_datetime(3, 4, datetime(2026, 11, 22), day)
        sheet.write_datetime(3, 5, datetime(2026, 11, 22, 9, 30), moment)

    table = open_table(made.getvalue(), name="deals.xlsx")

    assert (table.format.sheet, table.sheets) == ("Deals", ("Cover", "Deals"))
    assert list(table.rows()) == [
        (
            4,
            (
                "大单",
                13800138000,
                Decimal("1100.04"),
                True,
                date(2026, 11, 22),
                datetime(2026, 11, 22, 9, 30),
            ),
        )
    ]


def test_a_large_text_is_read_in_constant_memory(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    file.write_bytes(b"name,note\n" + b"Ada,likes a cup of tea in the afternoon\n" * 200_000)
    table = open_table(file, name="large.csv")

    tracemalloc.start()
    count = sum(1 for _row in table.rows())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 200_000
    assert peak < 1_000_000


CELLS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]),
    max_size=12,
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_what_is_written_as_csv_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    content = "name,city,note\n" + "\n".join(quoted) + "\n"

    table = open_table(content.encode(), name="f", delimiter=",", header_row=1)

    assert rows_of(table) == [row for row in rows if any(cell.strip() for cell in row)]


@pytest.mark.parametrize(
    "name",
    ["comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines",
     "quotes_and_newlines", "simple", "simple_crlf", "utf8"],
)  # fmt: skip
def test_the_csv_spectrum_is_read(shared_data: Path, name: str) -> None:
    folder = shared_data / "import-formats" / "csv_spectrum"
    expected = json.loads((folder / f"{name}.json").read_text("utf-8"))

    table = open_table(folder / f"{name}.csv", name=name)

    assert [dict(zip(table.headers, cells, strict=True)) for cells in rows_of(table)] == expected


@pytest.mark.parametrize(
    ("file", "rows", "columns"),
    [
        ("import-formats/derived_encodings/waimai300_gb18030.csv", 300, 2),
        ("import-formats/derived_encodings/waimai300_utf16le_bom_tab.csv", 300, 2),
        ("import-formats/derived_encodings/waimai300_utf8_bom_crlf.csv", 300, 2),
        ("import-formats/derived_encodings/accounts_semicolon_cp1252_crlf.csv", 85, 7),
        ("import-formats/zoho_crm_demo_export/Potentials.csv", 3632, 20),
        ("import-formats/zoho_crm_demo_export/Accounts.csv", 2229, 11),
        ("import-formats/zoho_crm_demo_export/Contacts.csv", 1265, 9),
        ("import-formats/zoho_crm_demo_export/Leads.csv", 3900, 13),
        ("import-formats/messy_csv/excel_pasting.csv", 16, 9),
        ("crm-sales/sales_pipeline.csv", 8800, 8),
        ("crm-sales/accounts.csv", 85, 7),
    ],
)
def test_public_files_have_their_published_size(shared_data: Path, file: str, rows: int, columns: int) -> None:
    table = open_table(shared_data / file, name=file)

    assert (len(rows_of(table)), len(table.headers)) == (rows, columns)
