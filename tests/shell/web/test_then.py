"""Pages as of a moment: the list, the board and the dashboard as they stood, marked, and not to be changed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from tests.casting import Cast, a_cast, a_deal, a_stage
from tests.signing import browser_of

from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def people() -> Cast:
    with transaction.atomic():
        return a_cast()


@pytest.fixture
def then(people: Cast) -> str:
    """A moment at which there was one deal, since renamed, raised and moved."""
    deal = a_deal(people.ada, name="Ten lathes", amount="100", currency="CNY")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    assert isinstance(at, datetime)
    values = {"name": "Twenty mills", "amount": "7777", "stage": a_stage(people.ada, "Quoted").pk}
    with acting(people.ada):
        about = registry.standard().object("deals")
        changing.update(actor=people.ada, about=about, record_id=deal.pk, values=values, now=datetime.now(UTC))
    return urlencode({"as_of": at.isoformat()})


@pytest.fixture
def browser(people: Cast) -> Client:
    with transaction.atomic():
        return browser_of(people.ada)


def test_a_list_shows_what_stood_then_and_offers_no_change(then: str, browser: Client) -> None:
    page = browser.get(f"/deals?{then}").text
    today = browser.get("/deals").text

    assert "Ten lathes" in page
    assert "Twenty mills" not in page
    assert 'class="past"' in page
    assert 'data-cell-url=""' in page
    assert "data-bulk-all" not in page
    assert f"?{then}" in page  # the rows lead to the records of then
    assert "Twenty mills" in today
    assert 'class="past"' not in today


def test_a_record_shows_what_stood_then_and_says_where_the_rest_is_told(then: str, browser: Client) -> None:
    found = re.search(r'href="(/deals/[0-9a-f-]{36})', browser.get("/deals").text)
    assert found

    page = browser.get(f"{found.group(1)}?{then}").text

    assert "Ten lathes" in page
    assert "You see the values as they stood." in page
    assert 'id="timeline"' not in page
    assert "You see the values as they stood." not in browser.get(found.group(1)).text


def test_a_board_shows_the_lanes_of_then_and_moves_nothing(then: str, browser: Client) -> None:
    page = browser.get(f"/deals/board?{then}").text

    assert "Ten lathes" in page
    assert 'class="past"' in page
    assert "data-board" not in page
    assert page.index("Qualified") < page.index("Ten lathes") < page.index("Quoted")


def test_a_dashboard_shows_the_sums_of_then(then: str, browser: Client) -> None:
    page = browser.get(f"/dashboard?{then}").text
    today = browser.get("/dashboard").text

    assert 'class="past"' in page
    assert "7,777" not in page
    assert "7,777" in today


def test_what_is_no_moment_shows_today(then: str, browser: Client) -> None:
    page = browser.get("/deals?as_of=soon").text

    assert "Twenty mills" in page
    assert 'class="past"' not in page


@pytest.mark.parametrize("path", ["/deals", "/deals/board?view=mine", "/dashboard"])
def test_a_page_leads_to_the_beginning_of_the_day_the_week_and_the_month(then: str, browser: Client, path: str) -> None:
    offered = re.findall(r'<li><a href="([^"]*as_of=[^"]*)">([^<]*)</a>', browser.get(path).text)

    moments = [parse_qs(urlsplit(unescape(url)).query)["as_of"][0] for url, _label in offered]
    today, week, last, month = (datetime.fromisoformat(each) for each in moments)
    assert [label for _url, label in offered] == [
        "Start of today", "Start of this week", "Start of last week", "Start of this month",
    ]  # fmt: skip
    assert (week.weekday(), week - last, month.day) == (0, timedelta(days=7), 1)
    assert last < week <= today
    assert today - week < timedelta(days=7)
    shown = browser.get(urlsplit(path).path + unescape(offered[2][0]))
    assert (shown.status_code, 'class="past"' in shown.text) == (200, True)


def test_a_record_that_was_not_there_yet_says_so_and_leads_to_now(people: Cast, browser: Client) -> None:
    with transaction.atomic():
        deal = a_deal(people.ada, name="Ten lathes")
        hidden = a_deal(people.eve, name="Nine lathes")
    before = urlencode({"as_of": "2020-01-01T09:00"})

    answer, unseen = (browser.get(f"/deals/{each.pk}?{before}") for each in (deal, hidden))

    assert (answer.status_code, unseen.status_code) == (404, 404)
    assert "This record was not there at that moment." in answer.text
    assert f'href="/deals/{deal.pk}"' in answer.text
    assert "not there at that moment" not in unseen.text
