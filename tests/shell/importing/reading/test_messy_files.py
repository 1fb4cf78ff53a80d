"""What people's files have below and beside their tables: sums, covers, cells too many, marks that never close."""

from __future__ import annotations

import io

import openpyxl
import pytest

from plexus.kernel.values import addresses
from plexus.shell.importing.reading import footers, refused
from plexus.shell.importing.reading.converters import converter
from plexus.shell.importing.reading.limits import DEFAULT
from plexus.shell.importing.reading.rows import Fault
from plexus.shell.importing.reading.sniffing import sniff
from plexus.shell.importing.reading.sources import Source
from plexus.shell.importing.reading.spellings import Spelling
from plexus.shell.importing.reading.tables import open_table


@pytest.mark.parametrize(
    "cells",
    [
        ("合计", "", "300", "12"),
        ("Total:", "", 12),
        ("Grand Totals (12 records)", "", "¥1,200.00"),
        ("", "Sum", "7", ""),
    ],
)
def test_a_sum_is_known_as_one(cells: tuple[str | int, ...]) -> None:
    assert footers.is_sum(cells)


@pytest.mark.parametrize(
    "cells", [("Total", "Paris", "1"), ("Total", ""), ("Total",), ("合计科技", "", "3"), ("Total", "1", "2"), ("", "")]
)
def test_a_record_is_no_sum(cells: tuple[str, ...]) -> None:
    assert not footers.is_sum(cells)


def test_a_mark_that_is_never_closed_is_refused_with_its_row() -> None:
    content = b'Company name,City\nZ,Q\n"A, Inc,X\nB,Y\n'

    with pytest.raises(refused.QuoteUnclosed) as caught:
        list(open_table(content, name="a.csv").rows())

    assert caught.value.params["row"] == 3


def test_lines_within_the_last_row_are_no_harm() -> None:
    rows = list(open_table(b'Company name,City\n"A\nB",X', name="a.csv").rows())

    assert [cells for _number, cells in rows] == [("A\nB", "X")]


def test_a_cover_gives_way_to_the_sheet_with_the_table() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Cover", 0).append(["Please see the next sheet"])
    sheet = book.create_sheet("客户")
    sheet.append(["客户名称", "所在城市"])
    sheet.append(["恒通", "无锡"])
    held = io.BytesIO()
    book.save(held)

    table = open_table(held.getvalue(), name="a.xlsx")

    assert (table.format.sheet, table.headers) == ("客户", ("客户名称", "所在城市"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("138 1234 5678", "+8613812345678"),
        ("13812345670.0", "+8613812345670"),
        ("1.3812345678E+10", "+8613812345678"),
        ("021-5555 0000 转 12", "+862155550000 ext 12"),
    ],
)
def test_a_number_is_kept_in_one_spelling(text: str, wanted: str) -> None:
    assert converter("phone", Spelling(region="CN"))(text) == wanted


def test_a_number_whose_end_a_spreadsheet_cut_off_is_refused() -> None:
    found = converter("phone", Spelling(region="CN"))("1.38E+10")

    assert isinstance(found, Fault)
    assert found.code == "number_cut"


@pytest.mark.parametrize(
    "content",
    [
        b"From: a@example.com\nTo: b@example.com\n\nHello",
        b"From rss@example.com Thu Sep 26 11:04:38 2002\nReturn-Path: <a@example.com>\nDelivered-To: b\n\nHi",
    ],
)
def test_mail_is_refused_as_mail(content: bytes) -> None:
    with pytest.raises(refused.MailNotReadable):
        sniff(Source("a.eml", content), DEFAULT)


def test_a_part_of_a_calendar_is_refused_as_a_calendar() -> None:
    with pytest.raises(refused.KindNotReadable) as caught:
        sniff(Source("a.ics", b"BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\n"), DEFAULT)

    assert caught.value.params["kind"] == "iCalendar"


@pytest.mark.parametrize(
    ("text", "region", "city", "street"),
    [
        ("浙江省杭州市余杭区文一西路969号", "浙江省", "杭州市", "余杭区文一西路969号"),
        ("上海浦东新区世纪大道100号", "上海市", "上海市", "浦东新区世纪大道100号"),
        ("中国广东深圳市南山区科技园", "广东省", "深圳市", "南山区科技园"),
        ("新疆伊犁哈萨克自治州伊宁市解放路", "新疆维吾尔自治区", "伊犁哈萨克自治州", "伊宁市解放路"),
    ],
)
def test_a_chinese_address_falls_into_its_parts(text: str, region: str, city: str, street: str) -> None:
    found = addresses.part(text)

    assert found is not None
    assert (found.region, found.city, found.street) == (region, city, street)


@pytest.mark.parametrize("text", ["1 Main St, Springfield", "山西路12号", "上海路5号", "", "浙江"])
def test_any_other_address_stays_whole(text: str) -> None:
    assert addresses.part(text) is None


@pytest.mark.parametrize("name", ["北京恒通", "北京恒通精密公司", "浦东电话公司有", "京", "京京"])
def test_lines_in_utf_8_between_lines_in_gbk_are_read_as_what_they_are(name: str) -> None:
    ours = "".join(f"上海精密{number}公司,上海\n" for number in range(8)) + "一,丁\n"
    content = b"Name,City\n" + ours.encode("gbk") + f"{name},北京\n".encode() + "广州灵络公司,广州\n".encode("gbk")
    table = open_table(content, name="two.csv")
    rows = [cells for _number, cells in table.rows()]

    assert table.format.encoding is not None
    assert table.format.encoding.name == "gb18030"
    assert rows[0] == ("上海精密0公司", "上海")
    assert rows[-3:] == [("一", "丁"), (name, "北京"), ("广州灵络公司", "广州")]


def test_what_is_neither_in_such_a_file_stays_unread_and_is_seen() -> None:
    ours = "名称\n" + "".join(f"上海精密{number}公司\n" for number in range(30))
    content = ours.encode("gbk") + "广州公司\n".encode() + b"\xff\xff\n"
    rows = [str(cells[0]) for _number, cells in open_table(content, name="three.csv").rows()]

    assert rows[:1] + rows[-2:] == ["上海精密0公司", "广州公司", "\ufffd\ufffd"]
