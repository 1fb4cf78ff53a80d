"""Whole numbers as addresses and forms spell them."""

from __future__ import annotations

import pytest

from plexus.kernel.values.numerals import whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("999999999", 999_999_999)])
def test_plain_digits_are_a_number(text: str, number: int) -> None:
    assert whole(text) == number


@pytest.mark.parametrize("text", ["", " 7", "-7", "+7", "7.0", "1e3", "1_0", "²", "٣", "１", "1" * 10, "9" * 5_000])
def test_all_else_is_none(text: str) -> None:
    assert whole(text) is None


def test_more_digits_may_be_allowed() -> None:
    assert whole("1" * 18, digits=18) == int("1" * 18)
