"""Reading numbers as people write them: separators, units (万, K), negatives in brackets."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

LONGEST = 80
UNITS = {
    "百亿": Decimal(10**10), "千万": Decimal(10**7), "百万": Decimal(10**6), "十亿": Decimal(10**9),
    "万亿": Decimal(10**12), "亿": Decimal(10**8), "万": Decimal(10**4), "萬": Decimal(10**4),
    "億": Decimal(10**8), "千": Decimal(1000), "K": Decimal(1000), "M": Decimal(10**6),
    "B": Decimal(10**9), "BN": Decimal(10**9), "MN": Decimal(10**6),
}  # fmt: skip
_NUMBER = re.compile(r"(?P<digits>\d[\d.,']*|[.,]\d+)(?P<unit>[^\d.,']*)\Z")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE][+-]\d{1,2}\Z")
_GROUPED = {
    ",": re.compile(r"\d{1,3}(,\d{2,3})*,\d{3}\Z"),
    ".": re.compile(r"\d{1,3}(\.\d{3})+\Z"),
    "'": re.compile(r"\d{1,3}('\d{3})+\Z"),
    "": re.compile(r"\d+\Z"),
}


class NumberUnreadable(Refusal):
    """A text was expected to be a number and is none."""

    message = _("“%(text)s” is not a number. Write it like 1234.50 or 1,234.50.")


def read_number(text: str, *, decimal_mark: str | None = None) -> Decimal:
    """The exact number that `text` says; without a decimal mark given, the last separator decides.

    A lone comma before exactly three digits groups thousands; a lone point is a decimal point.

    Raises `NumberUnreadable`.
    """
    if len(text) > LONGEST:
        raise NumberUnreadable(text=text[:80])
    negative, plain = _without_sign(unicodedata.normalize("NFKC", text))
    if _SCIENTIFIC.match(plain):
        return Decimal(f"{-1 if negative else 1}") * Decimal(plain.replace(",", "."))
    match = _NUMBER.match(plain)
    unit = match["unit"].upper() if match else ""
    if match is None or (unit and unit not in UNITS):
        raise NumberUnreadable(text=text[:80])
    value = _digits(match["digits"], decimal_mark)
    if value is None:
        raise NumberUnreadable(text=text[:80])
    scaled = value * UNITS.get(unit, Decimal(1))
    return -scaled if negative else scaled


def _without_sign(text: str) -> tuple[bool, str]:
    plain = re.sub(r"[\s_]", "", text).replace("’", "'").replace("−", "-")
    if plain.startswith("(") and plain.endswith(")"):
        return True, plain[1:-1]
    if plain.endswith("-"):
        return True, plain[:-1]
    return plain.startswith("-"), plain.lstrip("+") if plain[:1] == "+" else plain.removeprefix("-")


def _digits(digits: str, decimal_mark: str | None) -> Decimal | None:
    mark = decimal_mark if decimal_mark is not None else guess_decimal_mark(digits)
    whole, _point, fraction = digits.rpartition(mark) if mark in digits else (digits, "", "")
    if fraction and not (fraction.isascii() and fraction.isdigit()):
        return None
    grouping = {char for char in whole if not char.isdigit()}
    if len(grouping) > 1 or mark in grouping:
        return None
    if whole and not _GROUPED["".join(grouping)].match(whole):
        return None
    cleaned = "".join(char for char in whole if char.isdigit())
    return Decimal(f"{cleaned or '0'}.{fraction or '0'}")


def guess_decimal_mark(digits: str) -> str:
    """`,` or `.`: which of them parts the fraction in these digits."""
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        return "," if comma > point else "."
    if comma < 0:
        return "," if digits.count(".") > 1 else "."
    lone_group = digits.count(",") > 1 or (len(digits) - comma - 1 == 3 and comma > 0)
    return "." if lone_group else ","
