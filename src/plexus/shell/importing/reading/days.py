"""Reading days and instants in the spellings that files have."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone

LONGEST = 64
ORDERS = ("YMD", "MDY", "DMY")
_TIME = (
    r"(?:[T,\s]*\s*(?P<half>上午|下午|晚上|中午)?\s*(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{1,2})?分?"
    r"(?::?(?P<second>\d{1,2})(?:\.(?P<micro>\d{1,9}))?秒?)?\s*(?P<ampm>[ap]\.?m\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?\s*\Z"
)
_NUMERIC = re.compile(r"(\d{1,4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,4})" + _TIME, re.IGNORECASE)
_CHINESE = re.compile(r"(\d{4}|\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?" + _TIME, re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d{2})([01]\d)([0-3]\d)" + _TIME, re.IGNORECASE)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_DAY_MONTH = re.compile(
    _WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]*([a-z]{3,9})\.?[\s,-]*(\d{4}|\d{2})\b" + _TIME,
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    _WEEKDAY + r"([a-z]{3,9})\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?[\s,-]+(\d{4}|\d{2})\b" + _TIME, re.IGNORECASE
)
_SERIAL = re.compile(r"\d{1,6}(?:\.\d+)?\Z")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_FIRST_SERIAL, _LAST_SERIAL = 2200, 2958465  # what is smaller is rather a year
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (moments of a workbook have no zone)
_PLACES = {"YMD": (0, 1, 2), "MDY": (2, 0, 1), "DMY": (2, 1, 0)}


def read(text: str, order: str) -> date | datetime | None:
    """The day, or the instant when a time of day stands there; None when it is no date.

    `order` settles only what the text leaves open: 3/1/2017, or a bare number when it is serial.
    """
    if len(text) > LONGEST:
        return None
    plain = text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()
    if order == "serial":
        serial = from_serial(plain)
        if serial is not None:
            return serial
    try:
        return _read(plain, order if order in _PLACES else "YMD")
    except (ValueError, OverflowError):
        return None


def from_serial(text: str) -> date | datetime | None:
    """The day that a spreadsheet keeps as a number of days since 1899-12-30."""
    if not _SERIAL.match(text) or not _FIRST_SERIAL <= float(text) <= _LAST_SERIAL:
        return None
    moment = _EPOCH + timedelta(seconds=round(float(text) * 86400))
    return moment.date() if "." not in text else moment


def is_open(text: str) -> bool:
    """Whether the text reads as another day when day and month change places."""
    first, second = read(text, "MDY"), read(text, "DMY")
    return first is not None and second is not None and first != second


def _read(text: str, order: str) -> date | datetime | None:
    if match := _NUMERIC.match(text):
        parts = (match[1], match[3], match[4])
        year, month, day = (parts[place] for place in _PLACES[_order(parts, order)])
        return _with_time(match, _year(year), int(month), int(day))
    if match := _CHINESE.match(text) or _COMPACT.match(text):
        return _with_time(match, _year(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_MONTH.match(text):
        return _with_time(match, _year(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_DAY.match(text):
        return _with_time(match, _year(match[3]), _month(match[1]), int(match[2]))
    return None


def _order(parts: tuple[str, str, str], order: str) -> str:
    """Four digits tell the year; an order that contradicts them is no order for this text."""
    if len(parts[0]) == 4:
        return "YMD"
    if len(parts[2]) == 4 and order == "YMD":
        raise ValueError(parts)
    return order


def _year(digits: str) -> int:
    """Two digits mean 1969 to 2068, as in POSIX."""
    if len(digits) == 4:
        return int(digits)
    if len(digits) != 2:
        raise ValueError(digits)
    return int(digits) + (2000 if int(digits) < 69 else 1900)


def _month(name: str) -> int:
    month = _MONTHS.get(name.lower())
    if month is None:
        raise ValueError(name)
    return month


def _with_time(match: re.Match[str], year: int, month: int, day: int) -> date | datetime:
    if match["hour"] is None:
        return date(year, month, day)
    hour = _hour(int(match["hour"]), match["half"] or match["ampm"] or "")
    micro = int((match["micro"] or "0")[:6].ljust(6, "0"))
    clock = time(hour, int(match["minute"] or 0), int(match["second"] or 0), micro)
    return datetime.combine(date(year, month, day), clock, _zone(match["zone"]))


def _hour(hour: int, half: str) -> int:
    if half in ("下午", "晚上", "中午") or half[:1].lower() == "p":
        return hour + 12 if hour < 12 and not (half == "中午" and hour == 11) else hour
    if half == "上午" or half[:1].lower() == "a":
        return hour % 12
    return hour


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)
