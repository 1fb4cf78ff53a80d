"""Numbers are read as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plexus.kernel.values.amounts import NumberUnreadable, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", "1234"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
        ("1,5", "1.5"),
        ("1.234.567", "1234567"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("12'345.6", "12345.6"),
        ("12,34,567.8", "1234567.8"),
        ("-7", "-7"),
        ("+7", "7"),
        ("(7.5)", "-7.5"),
        ("7-", "-7"),
        ("−7", "-7"),
        ("１２３．５", "123.5"),
        (".5", "0.5"),
        ("3.5万", "35000"),
        ("6.8亿", "680000000"),
        ("342.09K", "342090"),
        ("1,117.10K", "1117100"),
    ],
)
def test_a_number_is_read(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "1,2,3", "12 apples", "1..2", "--1", "1e5"])
def test_what_is_no_number_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(NumberUnreadable) as refused:
        read_number(text)

    assert str(refused.value).startswith(f"“{text}” is not a number.")


def test_a_given_decimal_mark_settles_the_doubt() -> None:
    assert read_number("1,234", decimal_mark=",") == Decimal("1.234")
    assert read_number("1.234", decimal_mark=",") == Decimal(1234)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_what_is_written_with_separators_is_read_back(value: Decimal) -> None:
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))

    assert read_number(english) == value
    assert read_number(german) == value
