"""Numbers, money, days, moments and lists of names as people read them; locale, zone and now come by argument."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_compact_decimal, format_decimal, get_currency_symbol
from django.utils.translation import gettext, pgettext

from plexus.kernel.values import spacing

# Between a sign or a unit and its figures: they stand on one line.
KEPT = "\N{NO-BREAK SPACE}"
WAN, YI = Decimal(10_000), Decimal(100_000_000)


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Babel's locale of a Django language code; English when unknown."""
    parts = language.replace("-", "_").split("_")
    name = "_".join([parts[0].lower(), *(p.title() if len(p) == 4 else p.upper() for p in parts[1:])])
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def between_names() -> str:
    """What stands between the names of a list in the reader's language: a comma, in Chinese a 顿号."""
    return pgettext("between the names of a list", ", ")


def listed_text(names: Iterable[str]) -> str:
    """Names one after the other."""
    return between_names().join(names)


def number_text(value: Decimal | float, *, locale: Locale, places: int | None = None) -> str:
    """1234.5 as 1,234.5; `places` fixes the decimals."""
    pattern = None if places is None else ("#,##0." + "0" * places).rstrip(".")
    return format_decimal(value, format=pattern, locale=locale)


def compact_text(value: Decimal | float, *, locale: Locale) -> str:
    """4,820,000 as 4.8M in English and 482万 in Chinese."""
    if locale.language == "zh":
        return _in_wan(Decimal(value), locale)
    return format_compact_decimal(_rounded(Decimal(value)), locale=locale, fraction_digits=1)


def _rounded(value: Decimal) -> Decimal:
    """One decimal of its own thousands, so that 999,990 is a million and not a thousand thousands."""
    unit = next((unit for unit in (10**9, 10**6, 10**3) if abs(value) >= unit), 0)
    return round(value / unit, 1) * unit if unit else value


def _in_wan(value: Decimal, locale: Locale) -> str:
    size = abs(value)
    size = round(size / WAN, 2) * WAN if size >= WAN else size
    for unit, word in ((YI, "亿"), (WAN, "万")):
        if size >= unit:
            return f"{format_decimal(round(value / unit, 2), locale=locale)}{KEPT}{word}"
    return format_decimal(value, locale=locale)


def money_text(amount: Decimal | float, currency: str, *, locale: Locale, compact: bool = False) -> str:
    """An amount with its currency: whole amounts without decimals, compact ones as ¥4.8M or ¥ 482 万."""
    if compact:
        return f"{_symbol(currency, locale)}{KEPT}{compact_text(amount, locale=locale)}"
    whole = amount == int(amount)
    shown = format_decimal(abs(Decimal(amount)), format="#,##0" if whole else "#,##0.00", locale=locale)
    return f"{'-' if amount < 0 else ''}{_symbol(currency, locale)}{KEPT}{shown}"


def _symbol(currency: str, locale: Locale) -> str:
    """The sign of a currency; ¥ is the yuan here, so the yen says that it is one."""
    return {"CNY": "¥", "JPY": "JP¥"}.get(currency) or get_currency_symbol(currency, locale=locale)


def day_text(day: date, *, locale: Locale, today: date | None = None) -> str:
    """A day: short month and day in the year of `today`, otherwise with its year."""
    if today is not None and day.year == today.year:
        return format_date(day, format="M月d日" if locale.language == "zh" else "MMM d", locale=locale)
    return format_date(day, format="medium", locale=locale)


def exact_text(moment: datetime, *, locale: Locale, zone: tzinfo) -> str:
    """A moment in full, in the reader's zone."""
    return format_datetime(moment.astimezone(zone), format="medium", tzinfo=zone, locale=locale)


def moment_text(moment: datetime, *, locale: Locale, zone: tzinfo, now: datetime) -> str:
    """A moment as near as people say it: "3 hours ago" within a day, "yesterday 17:10", then the day."""
    gap = moment - now
    if abs(gap) < timedelta(minutes=1):
        return gettext("just now")
    here, today = moment.astimezone(zone), now.astimezone(zone).date()
    if abs(gap) < timedelta(hours=6) or here.date() == today:
        return spacing.told(format_timedelta(gap, add_direction=True, format="short", locale=locale))
    if abs((here.date() - today).days) == 1:
        word = gettext("yesterday") if here.date() < today else gettext("tomorrow")
        return f"{word} {format_time(here, 'short', tzinfo=zone, locale=locale)}"
    return day_text(here.date(), locale=locale, today=today)
