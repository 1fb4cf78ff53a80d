"""How PostgreSQL reads layouts over many rows: by index, and no further than is shown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Q
from tests.casting import Cast
from tests.conformance import making
from tests.planning import fill, scans

from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries import groups
from plexus.kernel.views.fitness import key_of
from plexus.kernel.views.queries import calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
CONTACTS = making.of("contacts")
MANY = 20_000
GIVEN = {
    "sort_key": "md5(g::text)", "city": "'City ' || (g %% 10)",
    "created_at": "timestamptz '2026-03-16 12:00+00' - g * interval '10 minutes'",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _many(cast: Cast) -> None:
    """Twenty thousand contacts in ten cities, one made every ten minutes."""
    making.minimal("contacts", cast.ada)
    fill("customers_contact", cast.ada.workspace_id, MANY, GIVEN)


class Plans:
    """Notes the plan of each statement that reads contacts."""

    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "customers_contact" in sql and sql.lstrip("(").startswith("SELECT"):
            execute(f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {sql}", params, False, context)
            self.found.append(context["cursor"].fetchone()[0][0]["Plan"])
        return execute(sql, params, many, context)


def read(plan: dict[str, Any]) -> int:
    """How many contacts a plan reads, shown or not."""
    return sum(
        round((each["Actual Rows"] + each.get("Rows Removed by Filter", 0)) * each["Actual Loops"])
        for each in scans(plan, "customers_contact")
    )


def test_the_first_rows_of_groups_are_read_only_as_far_as_they_are_shown(cast: Cast) -> None:
    plans = Plans()
    asked = groups.Grouping(cast.root, CONTACTS, Q(), key_of(CONTACTS.fields["city"]))

    with acting(cast.root), connection.execute_wrapper(plans):
        found = groups.first_rows(asked, [f"City {each}" for each in range(5)], ("id", "full_name"), "", 10)

    assert [len(rows) for rows in found] == [10] * 5
    (plan,) = plans.found
    assert {each["Node Type"] for each in scans(plan, "customers_contact")} <= {"Index Scan", "Index Only Scan"}
    assert read(plan) < 1_000


def test_a_calendar_counts_its_days_by_index_and_reads_the_first_of_each(cast: Cast) -> None:
    plans = Plans()
    week = calendar.Span(date(2026, 2, 9), date(2026, 2, 15), SHANGHAI)

    with acting(cast.root), connection.execute_wrapper(plans):
        found = calendar.days(cast.root, CONTACTS, Q(), CONTACTS.fields["created_at"], week, ("full_name",), each_day=3)

    assert [(day, each.count, len(each.rows)) for day, each in found.items()] == [
        (date(2026, 2, 9) + timedelta(days=each), 144, 3) for each in range(7)
    ]
    counted, first, shown = plans.found
    for plan in plans.found:
        assert {each["Node Type"] for each in scans(plan, "customers_contact")} <= {
            "Index Scan", "Index Only Scan", "Bitmap Heap Scan",
        }  # fmt: skip
    assert read(counted) == 7 * 144
    assert read(first) == read(shown) == 7 * 3
