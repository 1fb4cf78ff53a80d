"""Whole numbers, decimals, money, percentages, and yes or no. Exact throughout: no floats are stored."""

from __future__ import annotations

import decimal
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from django.db import models

from plexus.kernel.schema.field import Field, FieldType
from plexus.kernel.schema.fitting import EQUALITY, ORDER, PRESENCE, Unfit, text_of
from plexus.kernel.values import money
from plexus.kernel.values.amounts import NumberUnreadable, read_number
from plexus.kernel.values.money import currencies
from plexus.kernel.values.refusals import gettext_noop as _


class Amount(NamedTuple):
    """A stored amount with its currency code; the code is empty until the record has one."""

    amount: decimal.Decimal
    currency: str


NOT_A_CURRENCY = _("“%(value)s” is not a currency code such as CNY.")
ANOTHER_CURRENCY = _("“%(value)s” is not in %(currency)s. Choose the currency beside it.")
NOT_A_NUMBER = _("“%(value)s” is not a number. Write it like 1234.50.")


def decimal_of(value: Any) -> decimal.Decimal:
    """The exact number that a JSON value or text says; raises `Unfit`."""
    if isinstance(value, bool):
        raise Unfit("not_a_number", NOT_A_NUMBER, value=value)
    if isinstance(value, int | decimal.Decimal):
        return decimal.Decimal(value)
    text = repr(value) if isinstance(value, float) else text_of(value, limit=60)
    try:
        number = decimal.Decimal(text) if _is_plain(text) else read_number(text)
    except (decimal.InvalidOperation, NumberUnreadable) as error:
        raise Unfit("not_a_number", NOT_A_NUMBER, value=text) from error
    if not number.is_finite():
        raise Unfit("not_a_number", NOT_A_NUMBER, value=text)
    return number


def _is_plain(text: str) -> bool:
    return text.isascii() and "," not in text and "_" not in text and text[-1:].isdigit()


class Decimal(FieldType):
    """A number with up to four decimals and fourteen digits before them.

    What has more decimals than the field keeps is rounded, halves away from zero, at every door: a spreadsheet holds
    12.34 as 12.340000000000001, and a price divided by three has no end. So formulas round too.
    """

    key: ClassVar[str] = "decimal"
    operators = EQUALITY | ORDER | PRESENCE
    numeric = True
    places: ClassVar[int] = 4
    digits: ClassVar[int] = 14

    def convert(self, value: Any, field: Field) -> Any:
        number = decimal_of(value)
        if abs(number) >= decimal.Decimal(10) ** self.digits:
            raise Unfit(
                "too_large",
                _("“%(value)s” has more than %(digits)d digits."),
                value=str(value)[:60],
                digits=self.digits,
            )
        step = decimal.Decimal(1).scaleb(-self.kept_places(field))
        return number.quantize(step, rounding=decimal.ROUND_HALF_UP)

    def kept_places(self, field: Field) -> int:
        """To how many decimals a value is rounded."""
        return self.places if field.places is None else field.places

    def render(self, value: Any) -> Any:
        return None if value is None else plain(value)

    def output(self) -> models.Field[Any, Any]:
        return models.DecimalField(max_digits=18, decimal_places=4)

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"}

    def example(self, field: Field) -> Any:
        return "12.5"


def plain(number: decimal.Decimal) -> str:
    """A number in plain digits without idle zeros: 1E+3 is 1000, 1.50 is 1.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Percent(Decimal):
    """A percentage: 25 means 25 %."""

    key = "percent"
    places = 2
    digits = 4

    def convert(self, value: Any, field: Field) -> Any:
        return super().convert(value.rstrip("%％ ") if isinstance(value, str) else value, field)


class Integer(Decimal):
    """A whole number."""

    key = "integer"
    places = 0

    def convert(self, value: Any, field: Field) -> Any:
        number = self.operand(value, field)
        if field.least is not None and number < field.least:
            raise Unfit("too_small", _("“%(value)s” is less than %(least)d."), value=number, least=field.least)
        if field.largest is not None and number > field.largest:
            raise Unfit("too_large", _("“%(value)s” is more than %(largest)d."), value=number, largest=field.largest)
        return number

    def operand(self, value: Any, field: Field) -> Any:
        number = decimal_of(value)
        if number != number.to_integral_value():
            raise Unfit("not_whole", _("“%(value)s” is not a whole number."), value=str(value)[:60])
        if not -(2**31) <= number < 2**31:
            raise Unfit("too_large", _("“%(value)s” is too large."), value=str(value)[:60])
        return int(number)

    def reckoned(self, fetched: Any) -> Any:
        return None if fetched is None else int(fetched)

    def render(self, value: Any) -> Any:
        return value

    def output(self) -> models.Field[Any, Any]:
        return models.BigIntegerField()

    def json_schema(self, field: Field) -> dict[str, Any]:
        bounds = {"minimum": field.least, "maximum": field.largest}
        return {"type": ["integer", "null"]} | {key: bound for key, bound in bounds.items() if bound is not None}

    def example(self, field: Field) -> Any:
        return 120


class Rating(Integer):
    """A number of stars, from one to as many as the field has."""

    key = "rating"

    def convert(self, value: Any, field: Field) -> Any:
        stars = super().convert(value, field)
        if not 1 <= stars <= field.most:
            sentence = _("“%(value)s” is no rating from 1 to %(most)d.")
            raise Unfit("not_a_rating", sentence, value=stars, most=field.most)
        return stars

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"type": ["integer", "null"], "minimum": 1, "maximum": field.most}

    def example(self, field: Field) -> Any:
        return 4


class Money(Decimal):
    """An amount in a currency; the currency stands in a column of its own beside the amount."""

    key = "money"

    def convert(self, value: Any, field: Field) -> Amount:
        if isinstance(value, Amount):
            return value
        if isinstance(value, dict):
            return self._from_parts(value, field)
        return self._worth(value, field.currency, field)

    def _from_parts(self, value: dict[str, Any], field: Field) -> Amount:
        if not value.keys() <= {"amount", "currency"} or "amount" not in value:
            raise Unfit("not_money", _('Money is written {"amount": "1234.50", "currency": "CNY"}.'))
        currency = text_of(value.get("currency") or field.currency, limit=3).upper()
        if currency and currency not in currencies():
            raise Unfit("not_a_currency", NOT_A_CURRENCY, value=currency)
        return self._worth(value["amount"], currency, field)

    def _worth(self, value: Any, currency: str, field: Field) -> Amount:
        """An amount as a number, or as people write and pages show it: with the sign of its currency."""
        try:
            amount, named = money.read(value) if isinstance(value, str) else (value, None)
        except money.MoneyUnreadable:
            amount, named = value, None
        if named and currency and named != currency and not money.is_shared_sign(value):
            raise Unfit("another_currency", ANOTHER_CURRENCY, value=value.strip()[:60], currency=currency)
        return Amount(super().convert(amount, field), currency or named or "")

    def operand(self, value: Any, field: Field) -> Any:
        return self.convert(value, field).amount

    def reckoned(self, fetched: Any) -> Any:
        if fetched is None:
            return None
        amount, _comma, currency = fetched.strip("()").partition(",")
        return Amount(decimal.Decimal(amount), currency.strip('"'))

    def read(self, row: Mapping[str, Any], field: Field) -> Any:
        amount = row[field.column]
        return None if amount is None else Amount(amount, row.get(field.currency_column or "") or "")

    def store(self, value: Any, field: Field) -> dict[str, Any]:
        if value is None:
            return {field.column: None}
        known = {field.currency_column: value.currency} if value.currency and field.currency_column else {}
        return {field.column: value.amount} | known

    def render(self, value: Any) -> Any:
        return (
            None
            if value is None
            else {
                "amount": f"{value.amount:.2f}" if _in_cents(value.amount) else plain(value.amount),
                "currency": value.currency,
            }
        )

    def json_schema(self, field: Field) -> dict[str, Any]:
        amount = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
        return {
            "type": ["object", "null"],
            "properties": {"amount": amount, "currency": {"type": "string"}},
            "required": ["amount"],
        }

    def example(self, field: Field) -> Any:
        return {"amount": "1234.50", "currency": "CNY"}


def _in_cents(amount: decimal.Decimal) -> bool:
    return amount == amount.quantize(decimal.Decimal("0.01"))


class YesNo(FieldType):
    """Yes or no."""

    key = "yes_no"
    words: ClassVar[dict[str, bool]] = {
        "true": True, "yes": True, "y": True, "1": True, "on": True, "是": True, "有": True,
        "false": False, "no": False, "n": False, "0": False, "off": False, "否": False, "无": False,
    }  # fmt: skip

    def convert(self, value: Any, field: Field) -> bool:
        if isinstance(value, bool):
            return value
        known = self.words.get(str(value).strip().lower()) if isinstance(value, str | int) else None
        if known is None:
            raise Unfit(
                "not_yes_or_no", _("“%(value)s” is neither yes nor no. Write true or false."), value=str(value)[:60]
            )
        return known

    def output(self) -> models.Field[Any, Any]:
        return models.BooleanField()

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"type": ["boolean", "null"]}

    def example(self, field: Field) -> Any:
        return True
