"""Money: an exact amount of four places and a currency; amounts of two currencies never mix."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_precision

from plexus.kernel.values.amounts import LONGEST, NumberUnreadable, read_number
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

PLACES = Decimal("0.0001")
LIMIT = Decimal(10**14)
SIGNS = {
    "CN¥": "CNY", "¥": "CNY", "人民币": "CNY", "RMB": "CNY", "元": "CNY", "圆": "CNY", "块": "CNY",
    "JP¥": "JPY", "円": "JPY", "日元": "JPY", "日圆": "JPY", "$": "USD", "US$": "USD",
    "美元": "USD", "美金": "USD", "HK$": "HKD", "港币": "HKD", "港元": "HKD", "NT$": "TWD",
    "新台币": "TWD", "台币": "TWD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "S$": "SGD", "NZ$": "NZD", "R$": "BRL", "MX$": "MXN", "€": "EUR", "欧元": "EUR", "£": "GBP",
    "英镑": "GBP", "₹": "INR", "₩": "KRW", "韩元": "KRW", "₽": "RUB", "卢布": "RUB",
    "฿": "THB", "₫": "VND", "₺": "TRY", "₴": "UAH", "₪": "ILS", "KR": "SEK", "ZŁ": "PLN",
    "KČ": "CZK", "FT": "HUF", "SFR": "CHF",
}  # fmt: skip
_AROUND = re.compile(r"\A(?P<before>[^\d.,+\-−(]*)(?P<number>.*?)(?P<after>[^\d.,)\-]*)\Z", re.DOTALL)
_UNIT = re.compile(r"\A(万亿|百亿|十亿|千万|百万|[亿万億萬千]|bn|mn|[kmb](?![a-z]))", re.IGNORECASE)


class MoneyUnreadable(Refusal):
    """A text was expected to be an amount of money and is none."""

    message = _("“%(text)s” is not an amount of money. Write it like ¥1,234.50 or EUR 1234.50.")


class CurrencyUnknown(Refusal):
    """A currency code is not in ISO 4217."""

    message = _("“%(currency)s” is not a currency. Use a code of three letters such as CNY or EUR.")


class CurrencyMissing(Refusal):
    """An amount came without a currency and there is no default."""

    message = _("The amount “%(text)s” has no currency. Add one, such as CNY.")


class CurrencyMismatch(Refusal):
    """Two amounts of different currencies were added or compared."""

    message = _("%(left)s and %(right)s cannot be added or compared. Convert one of them first.")


class AmountTooPrecise(Refusal):
    """An amount has more than four decimal places."""

    message = _("%(amount)s has more than four decimal places. Round it first.")


class AmountTooLarge(Refusal):
    """An amount has more than fourteen digits before the point."""

    message = _("%(amount)s is too large. An amount has at most 14 digits before the point.")


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount (at most four places, below 10^14) in one ISO 4217 currency."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("Money takes a Decimal, never a float.")
        object.__setattr__(self, "amount", exact(self.amount))
        if self.currency not in currencies():
            raise CurrencyUnknown(currency=self.currency)

    def __str__(self) -> str:
        return f"{self.currency} {self.amount_text}"

    @property
    def amount_text(self) -> str:
        """The amount as the API writes it: at least the places its currency has, at most four."""
        fewest = get_currency_precision(self.currency)
        whole, fraction = f"{self.amount:.4f}".split(".")
        shown = fraction.rstrip("0").ljust(fewest, "0")
        return f"{whole}.{shown}" if shown else whole

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: int | Decimal) -> Money:
        """The product, rounded half to even at four places."""
        if isinstance(factor, float):
            raise TypeError("Multiply money by an int or a Decimal, never a float.")
        product = (self.amount * factor).quantize(PLACES, rounding=ROUND_HALF_EVEN)
        return Money(product, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def split(self, parts: int) -> tuple[Money, ...]:
        """That many shares, as equal as four places allow, which add up to exactly this amount."""
        if parts < 1:
            raise ValueError("Money splits into one part or more.")
        grains, left = divmod(int(self.amount / PLACES), parts)
        counts = [grains + 1] * left + [grains] * (parts - left)
        return tuple(Money(count * PLACES, self.currency) for count in counts)

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise CurrencyMismatch(left=str(self), right=str(other))
        return other.amount


@cache
def currencies() -> frozenset[str]:
    """Every currency code that is known, the historic ones with them."""
    return frozenset(get_global("all_currencies"))


def exact(amount: Decimal) -> Decimal:
    """The amount with exactly four places; refuses what does not fit."""
    if not amount.is_finite() or abs(amount) >= LIMIT:
        raise AmountTooLarge(amount=str(amount))
    rounded = amount.quantize(PLACES)
    if rounded != amount:
        raise AmountTooPrecise(amount=str(amount))
    return rounded


def parse(text: str, *, currency: str | None = None, decimal_mark: str | None = None) -> Money:
    """Money from a text such as “¥1,234.50”, “1.234,50 €”, “CNY 12” or “3.5万”.

    `currency` serves when the text names none.

    Raises `CurrencyMissing`.
    """
    amount, named = read(text, decimal_mark=decimal_mark)
    if named is None and currency is None:
        raise CurrencyMissing(text=text[:80])
    return Money(amount, named or currency or "")


def read(text: str, *, decimal_mark: str | None = None) -> tuple[Decimal, str | None]:
    """The amount and the currency that the text names, if it names one; raises `MoneyUnreadable`."""
    if len(text) > LONGEST:
        raise MoneyUnreadable(text=text[:80])
    plain = unicodedata.normalize("NFKC", text).strip()
    sign, plain = _outer_sign(plain)
    match = _AROUND.match(plain)
    if match is None or not match["number"]:
        raise MoneyUnreadable(text=text[:80])
    unit, after = _unit_and_rest(match["after"])
    named = [word for word in (match["before"].strip(), after) if word]
    found = {_currency(word) for word in named}
    if None in found or len(found) > 1:
        raise MoneyUnreadable(text=text[:80])
    try:
        amount = read_number(match["number"] + unit, decimal_mark=decimal_mark)
    except NumberUnreadable as unreadable:
        raise MoneyUnreadable(text=text[:80]) from unreadable
    return sign * amount, next(iter(found), None)


def is_shared_sign(text: str) -> bool:
    """Whether a text has but a sign that several currencies share: $ is also Australian, ¥ also the yen."""
    return any(sign in text for sign in "$¥￥") and not any(each.isalpha() for each in text)


def _outer_sign(text: str) -> tuple[int, str]:
    """Take off a minus or brackets that stand outside the currency sign."""
    if text.startswith("(") and text.endswith(")"):
        return -1, text[1:-1]
    if text[:1] in {"-", "−"}:
        return -1, text[1:]
    return 1, text


def _unit_and_rest(after: str) -> tuple[str, str]:
    after = after.strip()
    unit = _UNIT.match(after)
    return (unit[0], after[unit.end() :].strip()) if unit else ("", after)


def _currency(word: str) -> str | None:
    upper = word.upper()
    if upper in SIGNS:
        return SIGNS[upper]
    if upper in currencies():
        return upper
    return SIGNS.get(upper[:-1]) if upper.endswith(("¥", "$", "€")) else None
