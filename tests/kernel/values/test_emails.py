"""E-mail addresses have one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plexus.kernel.values import emails


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Ada@Example.COM ", "ada@example.com"),
        ("mailto:ada+crm@example.co.uk", "ada+crm@example.co.uk"),
        ("Ada Lovelace <ada@example.com>", "ada@example.com"),
        ("ada＠example。com", "ada@example.com"),
        ("联系@例子.中国", "联系@例子.中国"),
        ("info@bücher.example", "info@bücher.example"),
        ("o'neil@x-y.example", "o'neil@x-y.example"),
    ],
)
def test_an_address_is_normalised(text: str, address: str) -> None:
    assert emails.normalise(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "", "ada", "@example.com", "ada@", "ada@example", "ada@@example.com", "a b@example.com",
        "ada@-x.com", "ada@x..com", "ada.@example.com", ".ada@example.com", "ada@1.2.3.4",
        "a" * 65 + "@example.com", "ada@" + "x" * 64 + ".com", "ada@" + "x." * 130 + "com",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(emails.EmailUnreadable):
        emails.normalise(text)


@given(st.emails())
def test_normalising_twice_changes_nothing(address: str) -> None:
    if emails.is_email(address):
        once = emails.normalise(address)

        assert emails.normalise(once) == once
