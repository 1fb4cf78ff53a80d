"""Converters give values, nothing, or a sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from time import perf_counter
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plexus.kernel.values.money import Money
from plexus.shell.importing.reading import days
from plexus.shell.importing.reading.converters import KINDS, converter
from plexus.shell.importing.reading.rows import Fault
from plexus.shell.importing.reading.spellings import Spelling

AN_ID = "018f3a5e-7b2c-7d3e-8f4a-5b6c7d8e9f0a"
EIGHT = timezone(timedelta(hours=8))
USUAL = Spelling()
GERMAN = Spelling(decimal_mark=",", currency="EUR")


@pytest.mark.parametrize(
    ("kind", "spelling", "cell", "value"),
    [
        ("text", USUAL, " Acme ", "Acme"),
        ("text", USUAL, 13800138000, "13800138000"),
        ("text", USUAL, "N/A", "N/A"),
        ("tags", USUAL, "VIP；老客户;VIP、重点", ("VIP", "老客户", "重点")),
        ("email", USUAL, "Ada@Example.com", "ada@example.com"),
        ("phone", USUAL, "138-0013-8000", "+8613800138000"),
        ("phone", USUAL, 13800138000, "+8613800138000"),
        ("phone", Spelling(region="US"), "805-247-8982", "+18052478982"),
        ("emails", USUAL, "A@x.cn; b@y.cn,a@x.cn", ("a@x.cn", "b@y.cn")),
        ("phones", USUAL, "13800138000/021-62781234", ("+8613800138000", "+862162781234")),
        ("decimal", USUAL, "1.5E+06", Decimal(1500000)),
        ("url", USUAL, "BetaPages.com", "https://BetaPages.com"),
        ("uuid", USUAL, AN_ID, UUID(AN_ID)),
        ("integer", USUAL, "1,234", 1234),
        ("integer", USUAL, 7, 7),
        ("decimal", USUAL, "1100.04", Decimal("1100.04")),
        ("decimal", GERMAN, "1.234,5", Decimal("1234.5")),
        ("decimal", USUAL, "3.5万", Decimal(35000)),
        ("money", USUAL, "1054", Money(Decimal(1054), "CNY")),
        ("money", USUAL, "$22,700.00", Money(Decimal(22700), "USD")),
        ("money", GERMAN, "1.234,50", Money(Decimal("1234.5"), "EUR")),
        ("money", Spelling(currency="USD"), Decimal("9.5"), Money(Decimal("9.5"), "USD")),
        ("percent", USUAL, "15%", Decimal(15)),
        ("percent", USUAL, "63", Decimal(63)),
        ("percent", USUAL, Decimal("0.15"), Decimal(15)),
        ("yes_no", USUAL, "是", True),
        ("yes_no", USUAL, "no", False),
        ("yes_no", USUAL, "无", False),
        ("yes_no", USUAL, True, True),
        ("date", Spelling(order="MDY"), "3/1/2017", date(2017, 3, 1)),
        ("date", Spelling(order="DMY"), "3/1/2017", date(2017, 1, 3)),
        ("date", Spelling(order="DMY"), "3.1.17", date(2017, 1, 3)),
        ("date", USUAL, "2026年11月22日", date(2026, 11, 22)),
        ("date", USUAL, "15 Apr, 2021 00:02:00", date(2021, 4, 15)),
        ("date", USUAL, "Apr 5, 2021", date(2021, 4, 5)),
        ("date", USUAL, "05-Apr-21", date(2021, 4, 5)),
        ("date", Spelling(order="serial"), "45631", date(2024, 12, 5)),
        ("date", USUAL, 45631, date(2024, 12, 5)),
        ("date", USUAL, date(2026, 1, 2), date(2026, 1, 2)),
        ("datetime", USUAL, "2026-11-22 09:30", datetime(2026, 11, 22, 9, 30)),
        ("datetime", USUAL, "2026-11-22", datetime(2026, 11, 22)),
        ("datetime", USUAL, "2026-11-22T09:30:05Z", datetime(2026, 11, 22, 9, 30, 5, tzinfo=UTC)),
        ("datetime", USUAL, "2026年11月22日 下午3:05", datetime(2026, 11, 22, 15, 5)),
        ("datetime", USUAL, "2026/11/22 12:05 AM", datetime(2026, 11, 22, 0, 5)),
        ("datetime", Spelling(zone="Asia/Shanghai"), "2026-11-22 09:30",
         datetime(2026, 11, 22, 9, 30, tzinfo=EIGHT)),
    ],
)  # fmt: skip
def test_a_cell_becomes_a_value(kind: str, spelling: Spelling, cell: Any, value: Any) -> None:
    assert converter(kind, spelling)(cell) == value


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cell", ["", "  ", "\u3000"])
def test_a_blank_cell_is_nothing(kind: str, cell: str) -> None:
    assert converter(kind)(cell) is None


@pytest.mark.parametrize("word", ["N/A", "null", "无", "-", "#N/A"])
def test_words_for_nothing_are_nothing_where_no_words_are_kept(word: str) -> None:
    assert converter("date")(word) is None
    assert converter("text")(word) == word


@pytest.mark.parametrize(
    ("kind", "cell", "code", "sentence"),
    [
        ("email", "ada", "email_unreadable",
         "“ada” is not an e-mail address. It needs the form name@example.com."),
        ("phone", "12", "phone_unreadable",
         "“12” is not a phone number of CN. Add the country code, as in +86."),
        ("integer", "1.5", "not_whole", "“1.5” is not a whole number."),
        ("integer", True, "number_unreadable",
         "“True” is not a number. Write it like 1234.50 or 1,234.50."),
        ("decimal", "a lot", "number_unreadable",
         "“a lot” is not a number. Write it like 1234.50 or 1,234.50."),
        ("date", "13/13/2017", "day_unreadable", "“13/13/2017” is not a day as in YYYY-M-D."),
        ("date", "2026-02-30", "day_unreadable", "“2026-02-30” is not a day as in YYYY-M-D."),
        ("yes_no", "maybe", "not_yes_or_no", "“maybe” is neither yes nor no."),
        ("url", "ada@example.com", "url_unreadable", "“ada@example.com” is not a web address."),
        ("date", 2017, "day_unreadable", "“2017” is not a day as in YYYY-M-D."),
        ("emails", "a@x.cn; ben", "email_unreadable",
         "“ben” is not an e-mail address. It needs the form name@example.com."),
        ("uuid", "7", "uuid_unreadable", "“7” is not an identifier (UUID)."),
        ("money", "free", "money_unreadable",
         "“free” is not an amount of money. Write it like ¥1,234.50 or EUR 1234.50."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_sentence(kind: str, cell: Any, code: str, sentence: str) -> None:
    fault = converter(kind)(cell)

    assert isinstance(fault, Fault)
    assert (fault.code, str(fault)) == (code, sentence)


def test_a_choice_is_found_by_its_label_in_any_case() -> None:
    stage = converter("choice", choices={"Won": "won", "赢单": "won", "Lost": "lost"})

    assert [stage("WON"), stage("赢单 "), stage("")] == ["won", "won", None]
    assert str(stage("Open")) == "“Open” is none of the choices: Won, 赢单, Lost."


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["MDY", "DMY", "YMD"]))
def test_a_day_is_read_back_in_the_order_it_was_written(day: date, order: str) -> None:
    parts = {"Y": f"{day.year:04}", "M": str(day.month), "D": str(day.day)}
    text = "/".join(parts[part] for part in order)

    assert days.read(text, order) == day


@given(st.dates(min_value=date(1906, 1, 9), max_value=date(2200, 1, 1)))
def test_a_serial_day_is_read_back(day: date) -> None:
    assert days.from_serial(str((day - date(1899, 12, 30)).days)) == day


@given(st.text(max_size=30), st.sampled_from(KINDS))
def test_any_text_is_a_value_nothing_or_a_sentence(text: str, kind: str) -> None:
    value = converter(kind)(text)

    assert not isinstance(value, Fault) or str(value)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text",
    ["1" + " " * 100_000 + "x", "a@" * 50_000, "1," * 50_000, "<" * 100_000, "2026-1-1" * 9999],
)
def test_a_very_long_cell_takes_no_time(kind: str, text: str) -> None:
    started = perf_counter()

    converter(kind)(text)

    assert perf_counter() - started < 10
