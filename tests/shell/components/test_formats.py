"""Numbers, money, days and moments as people read them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from plexus.shell.components import formats

ENGLISH = formats.locale_of("en")
CHINESE = formats.locale_of("zh-hans")
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def test_language_codes_of_django_become_locales() -> None:
    assert [str(formats.locale_of(code)) for code in ("en", "zh-hans", "pt-br", "xx")] == [
        "en",
        "zh_Hans",
        "pt_BR",
        "en",
    ]


@pytest.mark.parametrize(
    ("amount", "english", "chinese"),
    [
        (Decimal(950), "950", "950"),
        (Decimal(12500), "12.5K", "1.25\N{NO-BREAK SPACE}万"),
        (Decimal(4820000), "4.8M", "482\N{NO-BREAK SPACE}万"),
        (Decimal(680000000), "680M", "6.8\N{NO-BREAK SPACE}亿"),
        (Decimal(-20000), "-20K", "-2\N{NO-BREAK SPACE}万"),
        (Decimal(999977), "1M", "100\N{NO-BREAK SPACE}万"),
        (Decimal(99999999), "100M", "1\N{NO-BREAK SPACE}亿"),
        (Decimal("999.5"), "999.5", "999.5"),
    ],
)
def test_large_numbers_read_short(amount: Decimal, english: str, chinese: str) -> None:
    assert formats.compact_text(amount, locale=ENGLISH) == english
    assert formats.compact_text(amount, locale=CHINESE) == chinese


def test_money_has_decimals_only_when_it_has_a_fraction() -> None:
    assert formats.money_text(Decimal("1284000.0000"), "CNY", locale=CHINESE) == "¥\N{NO-BREAK SPACE}1,284,000"
    assert formats.money_text(Decimal("12.5000"), "EUR", locale=ENGLISH) == "€\N{NO-BREAK SPACE}12.50"
    assert (
        formats.money_text(Decimal(4820000), "CNY", locale=CHINESE, compact=True)
        == "¥\N{NO-BREAK SPACE}482\N{NO-BREAK SPACE}万"
    )


def test_a_day_of_this_year_goes_without_its_year() -> None:
    today = date(2026, 11, 22)

    assert formats.day_text(date(2026, 12, 1), locale=ENGLISH, today=today) == "Dec 1"
    assert formats.day_text(date(2026, 12, 1), locale=CHINESE, today=today) == "12月1日"
    assert formats.day_text(date(2025, 12, 1), locale=ENGLISH, today=today) == "Dec 1, 2025"


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 min. ago"),
        (timedelta(hours=-3), "in 3 hr."),
        (timedelta(hours=12), "yesterday 10:00\u202fPM"),
        (timedelta(days=3), "Nov 19"),
        (timedelta(days=400), "Oct 18, 2025"),
    ],
)
def test_a_moment_is_as_near_as_people_say_it(ago: timedelta, text: str) -> None:
    with translation.override("en"):
        assert formats.moment_text(NOW - ago, locale=ENGLISH, zone=SHANGHAI, now=NOW) == text


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(minutes=5), "5\N{NO-BREAK SPACE}分钟前"),
        (timedelta(hours=-3), "3\N{NO-BREAK SPACE}小时后"),
        (timedelta(hours=12), "昨天 22:00"),
        (timedelta(days=3), "11月19日"),
    ],
)
def test_a_moment_is_as_near_as_people_say_it_in_chinese(ago: timedelta, text: str) -> None:
    with translation.override("zh-hans"):
        assert formats.moment_text(NOW - ago, locale=CHINESE, zone=SHANGHAI, now=NOW) == text


@pytest.mark.parametrize(("language", "said"), [("en", "Customer, Partner"), ("zh-hans", "Customer、Partner")])
def test_names_of_a_list_stand_apart_as_the_language_writes_it(language: str, said: str) -> None:
    with translation.override(language):
        assert formats.listed_text(["Customer", "Partner"]) == said
