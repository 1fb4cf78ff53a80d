"""vCards of all three versions, as phones and mail programs write them, read as rows of contacts."""

from __future__ import annotations

import pytest

from plexus.shell.importing.reading import refused
from plexus.shell.importing.reading.sniffing import Kind
from plexus.shell.importing.reading.tables import Table, open_table


def opened(content: str | bytes) -> Table:
    raw = content.encode() if isinstance(content, str) else content
    return open_table(raw, name="people.vcf")


def said(content: str | bytes) -> list[dict[str, str]]:
    table = opened(content)
    return [
        {name: str(cell) for name, cell in zip(table.headers, cells, strict=True) if cell}
        for _number, cells in table.rows()
    ]


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def test_a_card_of_version_3_gives_every_field() -> None:
    found = said(card(
        "FN:李 明", "N:李;明;;;", "ORG:恒通精密;研发部;二组", "TITLE:工程师", "TEL;TYPE=CELL,PREF:+86 138 0000 0000",
        "TEL;TYPE=WORK,VOICE:010-6500 0000", "EMAIL;TYPE=INTERNET:ming@example.cn",
        "ADR;TYPE=WORK:;三层;长安街1号;北京;北京市;100000;中国", "BDAY:1990-02-03", "NOTE:第一行\\n第二行\\, 完",
        "CATEGORIES:VIP,华北", "UID:urn:uuid:8b574c60-fd7f-4e99-b584-c5db131ae687", "LANG:zh",
    ))  # fmt: skip

    assert found == [{
        "full_name": "李 明", "family_name": "李", "given_name": "明", "account": "恒通精密",
        "department": "研发部, 二组",
        "job_title": "工程师", "phones": "+86 138 0000 0000 [mobile]; 010-6500 0000 [work]",
        "emails": "ming@example.cn", "street": "三层, 长安街1号", "city": "北京", "region": "北京市",
        "postal_code": "100000", "country": "中国", "birthday": "1990-02-03", "description": "第一行\n第二行, 完",
        "tags": "VIP; 华北", "external_id": "8b574c60-fd7f-4e99-b584-c5db131ae687", "language": "zh",
    }]  # fmt: skip


def test_quoted_printable_lines_with_soft_breaks_are_read_in_their_charset() -> None:
    found = said(card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E;=E6=98=8E",
        "FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=C0=EE=C3=F7",
        "NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=", "two", version="2.1",
    ))  # fmt: skip

    assert found == [{"full_name": "李明", "family_name": "李", "given_name": "明", "description": "one\ntwo"}]


def test_folded_lines_are_joined_within_a_character() -> None:
    raw = b"BEGIN:VCARD\nFN:\xe6\x9d\n \x8e\xe6\x98\x8e\nEND:VCARD\n"

    assert said(raw) == [{"full_name": "李明"}]


def test_a_file_in_gb18030_without_a_word_about_it_is_read() -> None:
    assert (
        said(card("FN:王小明", "ORG:恒通精密制造有限公司", "TITLE:采购部经理").encode("gb18030"))[0]["full_name"]
        == "王小明"
    )


def test_labels_of_groups_name_numbers_and_addresses() -> None:
    found = said(card(
        "FN:Ada", "item1.TEL:+1 202 555 0101", "item1.X-ABLabel:_$!<Mobile>!$_",
        "item2.EMAIL;type=INTERNET:a@b.example",
        "item2.X-ABLabel:Newsletter", "TEL;VALUE=uri;TYPE=\"voice,home\":tel:+12025550102",
        version="4.0",
    ))  # fmt: skip

    assert found[0]["phones"] == "+1 202 555 0101 [mobile]; +12025550102 [home]"
    assert found[0]["emails"] == "a@b.example [Newsletter]"


def test_the_preferred_address_comes_first() -> None:
    found = said(
        card("FN:Ada", "EMAIL;TYPE=HOME:home@b.example", "EMAIL;PREF=1;TYPE=WORK:work@b.example", version="4.0")
    )

    assert found[0]["emails"] == "work@b.example [work]; home@b.example [home]"


def test_a_card_without_a_name_is_called_by_its_address() -> None:
    assert said(card("EMAIL;PREF:john.doe@company.example", version="2.1"))[0]["full_name"] == "john.doe"


def test_pictures_are_passed_over_and_counted() -> None:
    table = opened(
        card("FN:Ada", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQEAYABg", " AAD/4QBoRXhpZgAASUkq", "KEY:x")
    )

    rows = list(table.rows())

    assert [cells[0] for _number, cells in rows] == ["Ada"]
    assert dict(table.passed_over) == {"PHOTO": 1, "KEY": 1}


def test_what_no_field_takes_stands_in_columns_of_its_own() -> None:
    found = said(card(
        "FN:Ada", "NICKNAME:Addie", "URL:http://a.example", "item1.URL:http://b.example", "item1.X-ABLabel:Blog",
        "TITLE:Boss", "ROLE:Buyer", "BDAY:--0412", "GENDER:F;she", "ANNIVERSARY:20100203", "IMPP:xmpp:ada@b.example",
        "X-QQ:123456", "X-MS-MANAGER:Ben", "ADR;TYPE=WORK:;;Mill Rd 1;Town;;123;Germany",
        "ADR;TYPE=HOME:;;Elm 2;Village;;456;Germany", "REV:20200101", "PRODID:x", "TZ:+01:00", version="4.0",
    ))[0]  # fmt: skip

    assert {name: text for name, text in found.items() if name not in ("full_name", "country", "postal_code")} == {
        "job_title": "Boss", "street": "Mill Rd 1", "city": "Town", "nickname": "Addie",
        "website": "http://a.example; http://b.example [Blog]", "anniversary": "20100203",
        "messengers": "IMPP: xmpp:ada@b.example; QQ: 123456", "related": "MS-MANAGER: Ben",
        "other_addresses": "Elm 2, Village, 456, Germany [home]",
        "other": "ROLE: Buyer; BDAY: --0412; GENDER: F, she; TZ: +01:00",
    }  # fmt: skip


def test_a_file_has_only_the_further_columns_that_some_card_fills() -> None:
    plain = opened(card("FN:Ada"))
    table = opened(card("FN:Ada") + card("FN:Ben", "URL:http://b.example"))

    assert table.headers == (*plain.headers, "website")
    assert [cells[-1] for _number, cells in table.rows()] == ["", "http://b.example"]


def test_a_card_within_a_card_is_no_contact_of_its_own() -> None:
    agent = card("FN:Agent", version="2.1").strip()

    assert [each["full_name"] for each in said(card("FN:Ada", "AGENT:", agent, "TITLE:Boss", version="2.1"))] == ["Ada"]


def test_rows_bear_the_number_of_their_first_line() -> None:
    table = opened(card("FN:Ada") + card("FN:Ben"))

    assert table.format.kind is Kind.VCARD
    assert [number for number, _cells in table.rows()] == [1, 5]


def test_a_file_that_was_cut_off_is_refused() -> None:
    with pytest.raises(refused.VcardUnfinished) as refusal:
        said("BEGIN:VCARD\nFN:Ada\n")

    assert refusal.value.params["line"] == 1
