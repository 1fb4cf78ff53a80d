"""Phone numbers have one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plexus.kernel.values import phones


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("138 0013 8000", "CN", "+8613800138000"),
        ("+86-138-0013-8000", "DE", "+8613800138000"),
        ("008613800138000", "CN", "+8613800138000"),
        ("１３８００１３８０００", "CN", "+8613800138000"),
        ("010-62781234", "CN", "+861062781234"),
        ("(021) 6278-1234 转 801", "CN", "+862162781234;ext=801"),
        ("+44 161 555 2001", "CN", "+441615552001"),
        ("805-247-8982", "US", "+18052478982"),
        ("tel:+1 805-247-8982", "CN", "+18052478982"),
    ],
)
def test_a_number_becomes_e164(text: str, region: str, e164: str) -> None:
    assert phones.normalise(text, region=region) == e164


@pytest.mark.parametrize("text", ["", "hello", "123", "12345678901234567890", "+1 2"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(phones.PhoneUnreadable):
        phones.normalise(text)


def test_a_number_is_shown_as_at_home_or_with_its_country() -> None:
    assert phones.display("+8613800138000") == "138 0013 8000"
    assert phones.display("+8613800138000", region="US") == "+86 138 0013 8000"
    assert phones.display("call Ada") == "call Ada"


@given(st.integers(min_value=13000000000, max_value=19999999999))
def test_normalising_twice_changes_nothing(number: int) -> None:
    once = phones.normalise(str(number))

    assert phones.normalise(once, region="US") == once
    assert phones.normalise(phones.display(once)) == once
