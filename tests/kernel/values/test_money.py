"""Money is exact and never mixes currencies."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plexus.kernel.values import money
from plexus.kernel.values.money import Money

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


def cny(amount: str | int | Decimal) -> Money:
    return Money(Decimal(amount), "CNY")


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("¥1,234.50", "1234.50", "CNY"),
        ("￥1,234.50", "1234.50", "CNY"),
        ("1.234,50 €", "1234.50", "EUR"),
        ("CNY 12", "12", "CNY"),
        ("12 usd", "12", "USD"),
        ("3.5万", "35000", "CNY"),
        ("3.5万元", "35000", "CNY"),
        ("6.8亿", "680000000", "CNY"),
        ("120万美元", "1200000", "USD"),
        ("人民币1000元", "1000", "CNY"),
        ("$22,700.00", "22700", "USD"),
        ("-$5", "-5", "USD"),
        ("$-5", "-5", "USD"),
        ("($5.25)", "-5.25", "USD"),
        ("HK$ 8", "8", "HKD"),
        ("$342.09K", "342090", "USD"),
        ("1 500,00 zł", "1500", "PLN"),
    ],
)
def test_money_is_read(text: str, amount: str, currency: str) -> None:
    assert money.parse(text, currency="CNY") == Money(Decimal(amount), currency)


@pytest.mark.parametrize("text", ["", "¥", "free", "12 apples", "$ 5 €", "5 CNY 6"])
def test_what_is_no_money_is_refused(text: str) -> None:
    with pytest.raises(money.MoneyUnreadable):
        money.parse(text, currency="CNY")


def test_an_amount_without_currency_is_refused_when_there_is_no_default() -> None:
    with pytest.raises(money.CurrencyMissing):
        money.parse("12")


def test_currencies_do_not_mix() -> None:
    with pytest.raises(money.CurrencyMismatch) as refused:
        cny(1) + Money(Decimal(1), "EUR")

    assert str(refused.value) == ("CNY 1.00 and EUR 1.00 cannot be added or compared. Convert one of them first.")


def test_a_float_is_no_amount() -> None:
    with pytest.raises(TypeError):
        Money(1.5, "CNY")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        cny(1) * 1.5  # type: ignore[operator]


def test_amounts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(money.AmountTooPrecise):
        cny("0.00001")
    with pytest.raises(money.AmountTooLarge):
        cny(10**14)
    with pytest.raises(money.AmountTooLarge):
        cny(Decimal("NaN"))
    with pytest.raises(money.CurrencyUnknown):
        Money(Decimal(1), "ABC")


def test_the_text_of_an_amount_has_the_places_of_its_currency() -> None:
    texts = [cny("1234.5").amount_text, cny("0.0625").amount_text]

    assert texts == ["1234.50", "0.0625"]
    assert Money(Decimal(500), "JPY").amount_text == "500"


@given(AMOUNTS, AMOUNTS)
def test_what_is_added_can_be_taken_away(left: Decimal, right: Decimal) -> None:
    assert cny(left) + cny(right) - cny(right) == cny(left)


@given(AMOUNTS, st.integers(min_value=1, max_value=50))
def test_shares_add_up_and_differ_by_one_grain_at_most(amount: Decimal, parts: int) -> None:
    shares = cny(amount).split(parts)

    assert sum((share.amount for share in shares), Decimal(0)) == amount
    assert max(shares).amount - min(shares).amount <= money.PLACES


@given(AMOUNTS, st.sampled_from(["CNY", "USD", "JPY", "KWD"]))
def test_money_is_read_back_from_its_own_text(amount: Decimal, currency: str) -> None:
    assert money.parse(str(Money(amount, currency)), decimal_mark=".") == Money(amount, currency)
