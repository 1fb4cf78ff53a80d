"""Days: what of the reader's each holds, in a fixed number of statements."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from tests.casting import Cast
from tests.conformance import making

from plexus.kernel.records.acting import acting
from plexus.kernel.views.queries import calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_days_are_those_of_the_reader(cast: Cast) -> None:
    late = datetime(2026, 3, 16, 16, 30, tzinfo=UTC)
    for minutes in range(5):
        making.minimal("tasks", cast.ada, due_at=(late + timedelta(minutes=minutes)).isoformat())
    making.minimal("tasks", cast.ada, due_at="2026-03-16T15:59:00Z")
    making.minimal("tasks", cast.cyd, due_at="2026-03-16T15:58:00Z")
    about = making.of("tasks")
    span = calendar.Span(date(2026, 3, 16), date(2026, 3, 17), SHANGHAI)

    with acting(cast.ada), CaptureQueriesContext(connection) as statements:
        found = calendar.days(cast.ada, about, Q(), about.fields["due_at"], span, ("subject", "due_at"), each_day=3)

    assert len(statements) == 3
    assert {day: (each.count, len(each.rows)) for day, each in found.items()} == {
        date(2026, 3, 16): (1, 1),
        date(2026, 3, 17): (5, 3),
    }
    assert [row["due_at"].minute for row in found[date(2026, 3, 17)].rows] == [30, 31, 32]
