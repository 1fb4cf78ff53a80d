"""What single texts look like: an address, a number, a yes; and the words that mean nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from uuid import UUID

from plexus.kernel.values import amounts, emails, money, phones

NOTHING = frozenset(
    [
        "-",
        "--",
        "—",
        "–",
        "n/a",
        "#n/a",
        "na",
        "null",
        "none",
        "nil",
        "nan",
        "\\n",
        "undefined",
        "(null)",
        "(blank)",
        "/",
        ".",
        "无",
        "空",
        "暂无",
        "未知",
        "不详",
    ]
)
YES = frozenset(
    [
        "yes",
        "y",
        "true",
        "t",
        "on",
        "1",
        "是",
        "有",
        "对",
        "真",
        "√",
        "✓",
        "✔",
        "已",
        "启用",
        "active",
        "x",
        "oui",
        "ja",
        "si",
        "sí",
    ]
)
NO = frozenset(
    [
        "no",
        "n",
        "false",
        "f",
        "off",
        "0",
        "否",
        "无",
        "错",
        "假",
        "×",
        "✗",
        "✘",
        "未",
        "停用",
        "inactive",
        "non",
        "nein",
        "不是",
        "没有",
    ]
)
_LONGEST = max(map(len, NOTHING))
_URL = re.compile(r"\A(?:https?://|www\.)[^\s@]+\.[^\s@]+\Z|\A(?:[\w-]+\.)+[a-z]{2,18}(?:[/?#]\S*)?\Z", re.IGNORECASE)
_PHONE = re.compile(r"\A\+?[\d(][\d\s().\-–/]{5,22}\d(?:\s*(?:x|ext\.?|转)\s*\d+)?\Z", re.IGNORECASE)
_FILLED = re.compile(r"[\s().\-–]")
_INTEGER = re.compile(r"\A[+-]?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:[,' ]\d{3})+)\Z")
_PERCENT = re.compile(r"\A\s*(.+?)\s*[%％]\s*\Z")
_CODE = re.compile(r"\A0\d+\Z")


def is_nothing(text: str) -> bool:
    """Whether a text stands for an empty cell."""
    plain = text.strip()
    return not plain or (len(plain) <= _LONGEST and plain.lower() in NOTHING)


def is_url(text: str) -> bool:
    """Whether this is a web address, with or without its scheme."""
    return len(text) <= 2048 and _URL.match(text) is not None


def is_uuid(text: str) -> bool:
    """Whether this is a UUID in its usual form."""
    if len(text) != 36:
        return False
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def is_phone(text: str, region: str) -> bool:
    """Whether this looks like a phone number of the region, not like a bare number."""
    if not _PHONE.match(text):
        return False
    telling = text[0] in "+0" or _FILLED.search(text) or re.match(r"1[3-9]\d{9}\Z", text)
    return bool(telling) and phones.is_phone(text, region=region)


def is_integer(text: str) -> bool:
    """Whether this is a whole number; codes with leading zeros are not."""
    return _INTEGER.match(text) is not None


def is_decimal(text: str, mark: str | None) -> bool:
    """Whether this is a number with that decimal mark."""
    return not _CODE.match(text) and number(text, mark) is not None


def number(text: str, mark: str | None) -> Decimal | None:
    """The number a text says, or None."""
    try:
        return amounts.read_number(text, decimal_mark=mark)
    except amounts.NumberUnreadable:
        return None


def percent(text: str, mark: str | None) -> Decimal | None:
    """The number before a percent sign, or None."""
    match = _PERCENT.match(text) if len(text) <= 80 else None
    return number(match[1], mark) if match else None


def currency(text: str) -> str | None:
    """The currency an amount names, or None."""
    try:
        return money.read(text)[1]
    except money.MoneyUnreadable:
        return None


def is_yes_or_no(text: str) -> bool:
    """Whether this is a word for yes or no in English or Chinese."""
    return text.lower() in YES or text.lower() in NO


def is_email(text: str) -> bool:
    """Whether this is an e-mail address, or several of them."""
    if text.count("@") < 2:
        return emails.is_email(text)
    return all(emails.is_email(part) for part in re.split(r" ::: |[;；,，、|\s]+", text) if part)
