"""Groups and days: counts and figures of what the reader may read, in a fixed number of statements."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from tests.casting import Cast
from tests.conformance import making

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.views.fitness import Measure
from plexus.kernel.views.queries import calendar, groups

SHANGHAI = ZoneInfo("Asia/Shanghai")
ACCOUNTS, DEALS = making.of("accounts"), making.of("deals")


def _accounts(cast: Cast) -> None:
    for owner, city, revenue, currency in (
        (cast.ada, "Shanghai", "100", "CNY"),
        (cast.ada, "Shanghai", "50", "EUR"),
        (cast.ada, "Beijing", None, "CNY"),
        (cast.ben, "Shanghai", "300", "CNY"),
        (cast.cyd, "Shanghai", "7000", "CNY"),
        (cast.ada, "", "1", "CNY"),
    ):
        money = {"annual_revenue": {"amount": revenue, "currency": currency}} if revenue else {}
        making.minimal("accounts", owner, city=city, **money)


def _grouping(actor: Actor, by: str, about: Any = ACCOUNTS, condition: Q | None = None) -> groups.Grouping:
    return groups.Grouping(actor, about, condition or Q(), about.fields[by], SHANGHAI)


def test_heads_count_and_add_up_by_currency_what_the_reader_may_read(cast: Cast) -> None:
    _accounts(cast)
    ada = replace(cast.ada, grants={**cast.ada.grants, "accounts": {"read": "team"}})
    revenue = Measure(ACCOUNTS.fields["annual_revenue"], "sum")

    with acting(ada):
        found = groups.heads(_grouping(ada, "city"), [revenue])

    assert [(each.key, each.count) for each in found] == [("Beijing", 1), ("Shanghai", 3), (None, 1)]
    assert found[1].figures["annual_revenue"] == {
        "CNY": groups.Figure(Decimal(400), 2), "EUR": groups.Figure(Decimal(50), 1),
    }  # fmt: skip
    assert found[1].figures["annual_revenue"]["CNY"].mean == Decimal(200)
    assert found[0].figures == {}


def test_choices_stand_in_their_order_and_people_by_name(cast: Cast) -> None:
    for kind in ("supplier", "customer", "prospect"):
        making.minimal("accounts", cast.ben, kind=kind)
    making.minimal("accounts", cast.ada, kind="customer")

    with acting(cast.root):
        kinds = groups.heads(_grouping(cast.root, "kind"), [])
        owners = groups.heads(_grouping(cast.root, "owner"), [])

    order = ACCOUNTS.fields["kind"].choice_keys
    assert [each.key for each in kinds] == sorted(("supplier", "customer", "prospect"), key=order.index)
    assert [(each.label, each.count) for each in owners] == [("Ada", 1), ("Ben", 3)]


@pytest.mark.parametrize("by", ["city", "kind", "owner", "created_at", "employees", "parent"])
def test_first_rows_come_in_one_statement_in_the_order_asked(cast: Cast, by: str) -> None:
    for number in range(12):
        making.minimal(
            "accounts", cast.ada, name=f"A{number:02}", city="x" if number % 2 else "y", employees=number % 3,
            kind="customer" if number % 2 else "prospect",
        )  # fmt: skip

    with acting(cast.root):
        asked = _grouping(cast.root, by)
        keys = [each.key for each in groups.heads(asked, [])]
        with CaptureQueriesContext(connection) as statements:
            found = groups.first_rows(asked, keys, ("id", "name", "owner"), "-name", 3)

    assert len(statements) == 1
    assert sum(map(len, found.values())) == sum(min(3, each) for each in _sizes(cast, asked))
    for rows in found.values():
        names = [row["name"] for row in rows]
        assert names == sorted(names, reverse=True)


def _sizes(cast: Cast, asked: groups.Grouping) -> list[int]:
    with acting(cast.root):
        return [each.count for each in groups.heads(asked, [])]


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
