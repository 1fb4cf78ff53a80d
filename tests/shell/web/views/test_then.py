"""Views at a moment: what the view asks today, of the records as they stood."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from tests.casting import Cast, a_cast
from tests.conformance import making
from tests.shell.web.views.asking import ACCOUNTS, a_view, body, days, group_counts, lanes, names, tabs
from tests.signing import browser_of

from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def people() -> Cast:
    with transaction.atomic():
        return a_cast()


@pytest.fixture
def then(people: Cast) -> str:
    """A moment at which Acme was a potential customer in Shanghai; since then it is an active one in Wuxi."""
    row = making.minimal(
        "accounts", people.ada, name="Acme", city="Shanghai", lifecycle_stage="potential", employees=10
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    assert isinstance(at, datetime)
    with acting(people.ada):
        values = {"city": "Wuxi", "lifecycle_stage": "active", "employees": 99, "name": "Acme Two"}
        changing.update(actor=people.ada, about=ACCOUNTS, record_id=row.pk, values=values, now=datetime.now(UTC))
    making.minimal("accounts", people.ada, name="Newcomer", city="Shanghai", lifecycle_stage="active")
    return urlencode({"as_of": at.isoformat()})


@pytest.fixture
def browser(people: Cast) -> Client:
    with transaction.atomic():
        return browser_of(people.ada)


def test_a_view_made_since_shows_the_records_of_then(then: str, people: Cast, browser: Client) -> None:
    view = a_view(people.ada)

    assert names(body(browser, f"/accounts?view={view.pk}&{then}")) == {"Acme"}
    assert names(body(browser, f"/accounts?view={view.pk}")) == {"Newcomer"}


def test_groups_count_and_add_up_as_it_was(then: str, browser: Client) -> None:
    asked = "layout=grouped&by=lifecycle_stage&measures=employees:sum"
    page = body(browser, f"/accounts?{asked}&{then}")

    assert group_counts(page) == {"Potential": "1"}
    assert '<span class="figure">Employees 10</span>' in page
    assert names(page) == {"Acme"}
    assert group_counts(body(browser, f"/accounts?{asked}")) == {"Active": "2"}


def test_further_rows_of_a_group_are_of_the_same_moment(then: str, browser: Client) -> None:
    rows = browser.get(f"/accounts/group?layout=grouped&by=city&group==Shanghai&{then}").content.decode()

    assert "Acme" in rows
    assert "Newcomer" not in rows
    assert "Acme Two" not in rows


def test_a_board_and_a_calendar_stand_as_they_did_and_nothing_moves(then: str, browser: Client) -> None:
    board = body(browser, f"/accounts?layout=board&by=lifecycle_stage&{then}")
    calendar = body(browser, f"/accounts?layout=calendar&by=created_at&day=2026-03-16&{then}")

    assert {label: cards for label, cards in lanes(board).items() if cards} == {"Potential": ["Acme"]}
    assert list(days(calendar).values()) == [["Acme"]]
    for page in (board, calendar):
        assert 'class="past"' in page
        assert "/move" not in page.partition("<main")[2]
        assert "Save as a new view" not in page
    assert "data-board" not in board
    assert "data-calendar" not in calendar


def test_tabs_and_ways_into_a_group_keep_the_moment(then: str, people: Cast, browser: Client) -> None:
    view = a_view(people.ada, layout="grouped", group_by="city", filter="")

    page = body(browser, f"/accounts?view={view.pk}&{then}")

    assert tabs(page)["Shanghai"]
    assert f"view={view.pk}&{then}" in page
    assert f"layout=table&{then}" in page
    assert f"/accounts?view=mine&{then}" in page
