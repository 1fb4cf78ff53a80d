"""Columns are understood by their values, and doubt is said aloud."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from plexus.shell.importing.reading.profiling import (
    ColumnProfile,
    day_example,
    profile,
    profile_columns,
)
from plexus.shell.importing.reading.spellings import Spelling
from plexus.shell.importing.reading.tables import open_table


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["ada@example.com", "ben@例子.中国", ""], "email"),
        (["13800138000", "139 1234 5678", "+86 10 6278 1234"], "phone"),
        (["https://example.com/x", "www.example.com", "BetaPages.com"], "url"),
        (["018f3a5e-7b2c-7d3e-8f4a-5b6c7d8e9f0a"], "uuid"),
        (["1", "22", "333"], "integer"),
        (["1.5", "22", "333.25"], "decimal"),
        (["¥1,234.50", "￥99"], "money"),
        (["3.5万元", "6.8亿元"], "money"),
        (["15%", "7.5％"], "percent"),
        (["是", "否", "是"], "yes_no"),
        (["Yes", "no", "N/A"], "yes_no"),
        (["2026-11-22", "2026/11/3"], "date"),
        (["2026年11月22日", "2025年1月3号"], "date"),
        (["20261122", "20251231"], "date"),
        (["15 Apr, 2021 00:02:00"], "datetime"),
        (["2026-11-22T09:30:00+08:00"], "datetime"),
        (["Acme", "Betasoloin", "Cancity"], "text"),
        (["Won", "Lost"] * 5, "choice"),
        (["001234", "004567", "000123"], "text"),
        (["", "-", "无"], "text"),
        ([date(2026, 11, 22), ""], "date"),
        ([datetime(2026, 11, 22, 9)], "datetime"),
        ([True, False], "yes_no"),
        ([1, 2], "integer"),
        ([1, Decimal("2.5")], "decimal"),
        ([], "text"),
    ],
)
def test_a_column_looks_like_its_kind(values: list[str], kind: str) -> None:
    assert profile(values).kind == kind


def test_counts_tell_how_full_a_column_is() -> None:
    facts = profile(["Won", "Lost", "Won", "", "N/A", "Won"])

    assert (facts.count, facts.empty, facts.distinct, facts.longest) == (6, 2, 2, 4)
    assert (facts.choices, facts.examples) == (("Won", "Lost"), ("Won", "Lost"))
    assert facts.empty_share == pytest.approx(1 / 3)


def day_of(values: list[str]) -> tuple[str, bool]:
    look = profile(values).look("date")
    assert look is not None
    return look.spelling.order, look.ambiguous


def test_one_day_beyond_twelve_settles_the_order() -> None:
    assert day_of(["3/1/2017", "4/2/2017", "10/20/2016"]) == ("MDY", False)
    assert day_of(["3/1/2017", "4/2/2017", "20/10/2016"]) == ("DMY", False)


def test_the_whole_column_is_asked_for_the_order() -> None:
    many = [f"{1 + n % 12}/{1 + n % 11}/{1980 + n % 40}" for n in range(1_000)]

    assert day_of([*many, "13/2/2017"]) == ("DMY", False)


def test_an_order_that_stays_open_is_said_to_be_ambiguous() -> None:
    look = profile(["3/1/2017", "4/2/2017"]).look("date")

    assert look is not None
    assert (look.spelling.order, look.ambiguous) == ("MDY", True)
    assert look.alternatives == (Spelling(order="DMY"),)


def test_dots_speak_for_the_day_first() -> None:
    assert day_of(["03.01.2017", "04.02.2017"]) == ("DMY", True)


def test_days_that_read_the_same_both_ways_are_not_ambiguous() -> None:
    assert day_of(["2026-11-22", "2026-01-02"]) == ("YMD", False)
    assert day_of(["22/11/26", "23/11/26", "3/11/26", "31/12/26"])[0] == "DMY"


def test_bare_numbers_may_be_the_days_of_a_spreadsheet() -> None:
    facts = profile(["45631", "45632", "45700"])

    assert facts.kind == "integer"
    assert facts.spelling("date") == Spelling(order="serial")


def test_the_decimal_mark_is_found_over_the_column() -> None:
    assert profile(["1.234,50", "99,5"]).spelling("decimal").decimal_mark == ","
    assert profile(["1,234.50", "99"]).spelling("decimal").decimal_mark == "."
    german = profile(["1.234,50 €", "99,00 €"]).look("money")
    assert german is not None
    assert german.spelling == Spelling(decimal_mark=",", currency="EUR")


def test_a_mark_that_may_be_either_is_ambiguous() -> None:
    look = profile(["1.234", "5.678"]).look("decimal")

    assert look is not None
    assert look.ambiguous


def test_the_region_of_phones_without_country_code_is_found() -> None:
    facts = profile(["805-247-8982", "732-984-5010", "586-507-7911"])

    assert (facts.kind, facts.spelling("phone").region) == ("phone", "US")


def test_an_example_shows_what_a_day_will_become() -> None:
    facts = profile(["3/1/2017", "10/20/2016"])

    assert day_example(facts, facts.spelling("date")) == ("M/D/YYYY", "3/1/2017", "2017-03-01")
    assert day_example(profile(["Ada"]), Spelling()) is None


def test_numbers_days_and_truths_of_a_workbook_are_examples_too() -> None:
    facts = profile([12, Decimal("0.5"), date(2026, 3, 4), True, "text", 12])

    assert facts.examples == ("text", "12", "0.5", "2026-03-04", "true")


def test_several_addresses_in_a_cell_are_still_addresses() -> None:
    assert profile(["ada@x.example; ada@y.example", "ben@x.example"]).kind == "email"


def test_all_columns_are_understood_in_one_pass() -> None:
    rows = [("Ada", "ada@example.com"), ("Ben", "ben@example.com")]

    assert [one.kind for one in profile_columns(rows, 2)] == ["text", "email"]


def _profiles(file: Path) -> dict[str, ColumnProfile]:
    table = open_table(file, name=file.name)
    profiles = profile_columns((cells for _number, cells in table.rows()), len(table.headers))
    return dict(zip(table.headers, profiles, strict=True))


def test_the_sales_pipeline_is_understood(shared_data: Path) -> None:
    facts = _profiles(shared_data / "crm-sales" / "sales_pipeline.csv")

    assert {name: one.kind for name, one in facts.items()} == {
        "opportunity_id": "text",
        "sales_agent": "choice",
        "product": "choice",
        "account": "text",
        "deal_stage": "choice",
        "engage_date": "date",
        "close_date": "date",
        "close_value": "integer",
    }
    assert facts["close_date"].spelling("date") == Spelling(order="MDY")
    assert (facts["account"].empty, facts["close_value"].empty) == (1425, 2089)
    assert facts["deal_stage"].choices == ("Won", "Lost", "Engaging", "Prospecting")
