"""Relative words mean half-open ranges of days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plexus.kernel.values import dates

SUNDAY = date(2026, 11, 22)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 12, 31))
UNITS = st.sampled_from(["week", "month", "quarter", "year"])


@pytest.mark.parametrize(
    ("word", "start", "end"),
    [
        ("today", "2026-11-22", "2026-11-23"),
        ("yesterday", "2026-11-21", "2026-11-22"),
        ("tomorrow", "2026-11-23", "2026-11-24"),
        ("this_week", "2026-11-16", "2026-11-23"),
        ("last_week", "2026-11-09", "2026-11-16"),
        ("next_week", "2026-11-23", "2026-11-30"),
        ("this_month", "2026-11-01", "2026-12-01"),
        ("last_month", "2026-10-01", "2026-11-01"),
        ("next_month", "2026-12-01", "2027-01-01"),
        ("this_quarter", "2026-10-01", "2027-01-01"),
        ("last_quarter", "2026-07-01", "2026-10-01"),
        ("next_quarter", "2027-01-01", "2027-04-01"),
        ("this_year", "2026-01-01", "2027-01-01"),
        ("last_year", "2025-01-01", "2026-01-01"),
        ("next_year", "2027-01-01", "2028-01-01"),
        ("last_7_days", "2026-11-16", "2026-11-23"),
        ("next_7_days", "2026-11-22", "2026-11-29"),
        ("last_2_weeks", "2026-11-02", "2026-11-16"),
        ("next_2_weeks", "2026-11-23", "2026-12-07"),
        ("last_12_months", "2025-11-01", "2026-11-01"),
        ("next_3_months", "2026-12-01", "2027-03-01"),
        ("30_days_ago", "2026-10-23", "2026-10-24"),
        ("in_3_days", "2026-11-25", "2026-11-26"),
    ],
)
def test_a_word_means_a_range(word: str, start: str, end: str) -> None:
    expected = dates.DateRange(date.fromisoformat(start), date.fromisoformat(end))

    assert dates.relative(word, today=SUNDAY) == expected


def test_an_unknown_word_is_refused_with_the_known_ones() -> None:
    with pytest.raises(dates.RelativeDayUnknown) as refused:
        dates.relative("last_fortnight", today=SUNDAY)

    assert str(refused.value).startswith(
        "“last_fortnight” is not a known range of days. Use one of: today, yesterday, tomorrow,"
    )
    assert "last_N_days" in str(refused.value)


@pytest.mark.parametrize("word", ["last_0_days", "next_10001_days", "last_9999999999_years"])
def test_a_number_that_does_not_fit_is_refused(word: str) -> None:
    with pytest.raises(dates.RelativeDayOutOfRange):
        dates.relative(word, today=SUNDAY)


def test_a_range_that_leaves_the_calendar_is_refused() -> None:
    with pytest.raises(dates.RelativeDayOutOfRange):
        dates.relative("last_3000_years", today=SUNDAY)


@given(DAYS, UNITS)
def test_last_this_and_next_follow_each_other(today: date, unit: str) -> None:
    last, this, following = (dates.relative(f"{which}_{unit}", today=today) for which in ("last", "this", "next"))

    assert today in this
    assert (last.end, this.end) == (this.start, following.start)


@given(DAYS, UNITS)
def test_one_of_a_unit_is_the_same_as_its_word(today: date, unit: str) -> None:
    for which in ("last", "next"):
        counted = dates.relative(f"{which}_1_{unit}s", today=today)

        assert counted == dates.relative(f"{which}_{unit}", today=today)


@given(DAYS, st.integers(min_value=1, max_value=400))
def test_ranges_of_days_hold_today_and_that_many_days(today: date, count: int) -> None:
    last = dates.relative(f"last_{count}_days", today=today)
    following = dates.relative(f"next_{count}_days", today=today)

    assert (last.days, following.days) == (count, count)
    assert last.end - timedelta(days=1) == following.start == today
