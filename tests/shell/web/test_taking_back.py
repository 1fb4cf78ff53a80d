"""Taking something back that others have worked on since: the dialog asks about each value, and nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.casting import NOW, Cast, a_deal, a_stage, an_account, found, fresh
from tests.shell.api.asking import Api
from tests.signing import browser_of, offered_in, said_in, undo_of

from plexus.crm.customers.models import Account
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.jobs import running, telling
from plexus.kernel.jobs.models import Job, JobState
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.shell.commanding.actions import handing_over, taking_back


def by(actor: Actor, row: Account, **values: Any) -> None:
    """Somebody changes an account."""
    with acting(actor):
        about = registry.of(actor.workspace_id).object("accounts")
        changing.update(actor=actor, about=about, record_id=row.pk, values=values, now=NOW)


def held(*rows: Account) -> list[str]:
    """The industries of accounts, as they are now."""
    return [fresh(row).industry for row in rows]


@dataclass
class Bulk:
    """A change of the industry of three accounts by ada, of which root has changed the first and the second since."""

    browser: Client
    undo: str
    rows: tuple[Account, Account, Account]

    def press(self, *ticked: str) -> Any:
        """Undo, as the dialog sends it."""
        return self.browser.post(self.undo, {"decided": "1", "resolve": list(ticked)})

    def box(self, number: int) -> str:
        """The value of the box for one of the accounts."""
        return f"{self.rows[number].pk}:industry"


@pytest.fixture
def bulk(cast: Cast) -> Bulk:
    rows = tuple(an_account(cast.ada, name=name, industry="Steel") for name in ("Acme", "Borealis", "Cedar"))
    browser = browser_of(cast.ada)
    form = {"id": [row.pk for row in rows], "value_of": "industry", "industry": "Iron", "has_industry": "1"}
    undo = undo_of(browser.post("/accounts/bulk/change", form))
    by(cast.root, rows[0], industry="Coal")
    by(cast.root, rows[1], industry="Glass")
    return Bulk(browser, undo, (rows[0], rows[1], rows[2]))


def test_pressing_undo_asks_about_each_value_that_was_changed_since_and_does_nothing_yet(bulk: Bulk) -> None:
    before = Cause.objects.count()

    answer = bulk.browser.post(bulk.undo)

    page = unescape(answer.text)
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#dialog")
    assert (held(*bulk.rows), Cause.objects.count()) == (["Coal", "Glass", "Iron"], before)
    assert "2 values were changed since and stay, unless you tick them." in page
    assert "This is taken back: 1 account." in page
    boxes = [page.index(f'value="{bulk.box(number)}"') for number in (0, 1)]
    first = page[min(boxes) : max(boxes)]
    of_acme = first if boxes[0] < boxes[1] else page[boxes[0] :]
    assert [of_acme.index(each) for each in ("Acme", "Industry", "Steel", "Iron", "Coal", "Root")] == sorted(
        of_acme.index(each) for each in ("Acme", "Industry", "Steel", "Iron", "Coal", "Root")
    )
    assert bulk.box(2) not in page
    assert f'hx-post="{bulk.undo}"' in page


def test_what_is_ticked_comes_back_what_is_not_stays_and_all_of_it_can_be_undone(bulk: Bulk) -> None:
    answer = bulk.press(bulk.box(0))

    assert answer.status_code == 204
    assert held(*bulk.rows) == ["Steel", "Glass", "Steel"]
    assert said_in(answer) == "Taken back, but for 1 value that was changed since."
    again = bulk.browser.post(undo_of(answer))
    assert (said_in(again), held(*bulk.rows)) == ("Done again.", ["Coal", "Glass", "Iron"])
    once_more = bulk.browser.post(undo_of(again))
    assert (said_in(once_more), held(*bulk.rows)) == ("Taken back.", ["Steel", "Glass", "Steel"])
    assert [offered_in(each) for each in (answer, again, once_more)] == ["Redo", "", "Redo"]


def test_doing_it_again_says_what_stays_because_somebody_changed_it_since(bulk: Bulk, cast: Cast) -> None:
    undone = bulk.press(bulk.box(0), bulk.box(1))
    by(cast.root, bulk.rows[2], industry="Clay")
    again = bulk.browser.post(undo_of(undone), {"decided": "1"})

    assert (said_in(undone), held(*bulk.rows)) == ("Taken back.", ["Coal", "Glass", "Clay"])
    assert said_in(again) == "Done again, but for 1 value that was changed since."


def test_without_a_tick_only_what_nobody_changed_comes_back(bulk: Bulk) -> None:
    answer = bulk.press()

    assert held(*bulk.rows) == ["Coal", "Glass", "Steel"]
    assert said_in(answer) == "Taken back, but for 2 values that were changed since."


def test_one_box_takes_all_of_them_back(bulk: Bulk) -> None:
    asked = bulk.browser.post(bulk.undo)

    answer = bulk.press("all")

    assert "All 2 values" in asked.text
    assert (said_in(answer), held(*bulk.rows)) == ("Taken back.", ["Steel", "Steel", "Steel"])


def test_where_nobody_changed_anything_nothing_is_asked(cast: Cast) -> None:
    row, browser = an_account(cast.ada, industry="Steel"), browser_of(cast.ada)
    form = {"id": [row.pk], "value_of": "industry", "industry": "Iron", "has_industry": "1"}

    answer = browser.post(undo_of(browser.post("/accounts/bulk/change", form)))

    assert (answer.status_code, said_in(answer), held(row)) == (204, "Taken back.", ["Steel"])


def test_the_undo_of_a_cell_is_that_of_this_edit_whatever_came_after(cast: Cast) -> None:
    row, browser = an_account(cast.ada, industry="Steel", city="Wuxi"), browser_of(cast.ada)
    answer = browser.post(f"/accounts/{row.pk}/cell/industry", {"industry": "Iron", "has_industry": "1"})
    by(cast.root, row, city="Suzhou")

    browser.post(undo_of(answer))

    assert (fresh(row).industry, fresh(row).city) == ("Steel", "Suzhou")


def test_a_card_that_somebody_moved_on_since_is_asked_about(cast: Cast) -> None:
    deal, browser = a_deal(cast.ada), browser_of(cast.ada)
    quoted, won = a_stage(cast.ada, "Quoted"), a_stage(cast.ada, "Won")
    moved = browser.post("/deals/board/move", {"card": deal.pk, "lane": quoted.pk, "version": "1"})
    with acting(cast.root):
        deals = registry.of(cast.root.workspace_id).object("deals")
        changing.update(actor=cast.root, about=deals, record_id=deal.pk, values={"stage": won.pk}, now=NOW)

    asked = browser.post(undo_of(moved))

    assert asked.status_code == 409
    assert fresh(deal).stage_id == won.pk
    assert [word in asked.text for word in ("Ten lathes", "Qualified", "Quoted", "Won", "Root")] == [True] * 5


def test_the_timeline_asks_as_the_toast_does(cast: Cast) -> None:
    row, browser = an_account(cast.ada, industry="Steel"), browser_of(cast.ada)
    by(cast.ada, row, industry="Iron")
    change = Change.objects.filter(record_id=row.pk, op="U").latest("id")
    by(cast.root, row, industry="Coal")
    undo = f"/accounts/{row.pk}/undo/{change.pk}"

    asked = browser.post(undo)

    assert (asked.status_code, held(row)) == (409, ["Coal"])
    assert browser.post(undo, {"decided": "1", "resolve": f"{row.pk}:industry"}).status_code == 204
    assert held(row) == ["Steel"]


def contests(page: str) -> list[list[str]]:
    """What the dialog says of each value: each text between its tags."""
    parts = page.split('class="contest"')[1:]
    return [[each.strip() for each in re.split(r"<[^>]*>", part.split("</li>")[0]) if each.strip()] for part in parts]


@pytest.mark.parametrize(
    ("made", "since", "told"),
    [
        ({"amount": "200", "currency": "CNY"}, {"amount": "200", "currency": "EUR"}, ["¥ 100", "¥ 200", "€ 200"]),
        ({"amount": "100", "currency": "USD"}, {"amount": "100", "currency": "EUR"}, ["¥ 100", "$ 100", "€ 100"]),
        ({"amount": "200", "currency": "USD"}, {"amount": "300", "currency": "USD"}, ["¥ 100", "$ 200", "$ 300"]),
    ],
)
def test_of_a_money_value_each_side_is_told_whole_whatever_part_of_it_was_changed_since(
    cast: Cast, made: dict[str, str], since: dict[str, str], told: list[str]
) -> None:
    row, browser = an_account(cast.ada, annual_revenue={"amount": "100", "currency": "CNY"}), browser_of(cast.ada)
    by(cast.ada, row, annual_revenue=made)
    cause = Change.objects.filter(record_id=row.pk, op="U").latest("id").cause_id
    by(cast.root, row, annual_revenue=since)

    asked = browser.post(f"/causes/{cause}/undo")

    (one,) = contests(unescape(asked.text).replace("\N{NO-BREAK SPACE}", " "))
    assert "Annual revenue" in " ".join(one)
    assert [any(each in text for text in one) for each in told] == [True] * 3, one


def test_a_record_that_came_with_the_act_is_asked_about_as_one(cast: Cast) -> None:
    row, browser = an_account(cast.ada, industry="Steel", city="Wuxi"), browser_of(cast.ada)
    made = Change.objects.get(record_id=row.pk, op="I").cause_id
    by(cast.root, row, industry="Coal", city="Suzhou")

    asked = browser.post(f"/causes/{made}/undo")

    assert asked.text.count('class="contest"') == 1
    assert "The record goes to the trash" in asked.text


def test_the_end_of_a_share_that_was_given_on_other_terms_since_is_asked_about(cast: Cast) -> None:
    row, browser = an_account(cast.ada), browser_of(cast.ada)
    api = Api(cast.ada)
    terms = {"person": str(cast.cyd.person_id)}
    shared = api.post(f"/accounts/{row.pk}/shares", terms)
    api.post(f"/accounts/{row.pk}/shares", terms | {"right": "change"})

    asked = browser.post(f"/causes/{shared['Plexus-Cause']}/undo")

    assert (asked.status_code, asked.text.count('class="contest"')) == (409, 1)
    assert "Share" in asked.text


def test_a_value_that_one_may_not_read_any_more_is_not_told(bulk: Bulk, cast: Cast) -> None:
    Role.objects.filter(pk=str(cast.ada.role_id)).update(fields={"accounts": {"industry": "hidden"}})

    asked = bulk.browser.post(bulk.undo)

    assert [word in asked.text for word in ("Steel", "Iron", "Coal", "Glass")] == [False] * 4
    assert found(cast.ada.person_id).fields == {"accounts": {"industry": "hidden"}}


def test_a_record_that_was_given_away_and_changed_is_only_counted(cast: Cast) -> None:
    row, browser = an_account(cast.ada, industry="Steel"), browser_of(cast.ada)
    Role.objects.filter(pk=str(cast.ada.role_id)).update(grants={"*": {"read": "own", "update": "own"}})
    by(found(cast.ada.person_id), row, industry="Iron")
    cause = Cause.objects.latest("at")
    by(cast.root, row, owner=cast.cyd.person_id, industry="Confidential")

    answer = browser.post(f"/causes/{cause.pk}/undo")

    assert "Confidential" not in answer.text
    assert said_in(answer) == "Nothing was taken back. 1 record you may no longer change."
    assert held(row) == ["Confidential"]


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling.Told, "_tell", lambda *_told: False)
    monkeypatch.setattr(handing_over, "AT_ONCE", 2)


def worked(cast: Cast) -> Job:
    """The newest undo after a worker had it."""
    job = Job.objects.filter(kind=taking_back.KIND).latest("created_at")
    running.run(cast.ada.workspace_id, job.pk)
    job.refresh_from_db()
    return job


@pytest.mark.usefixtures("few_are_many")
def test_what_a_long_undo_left_is_decided_about_afterwards(cast: Cast, bulk: Bulk) -> None:
    page = bulk.browser.post(bulk.undo)["HX-Redirect"]
    job = worked(cast)

    ready, asked = bulk.browser.get(page).text, bulk.browser.get(f"{page}/stayed")
    answer = bulk.browser.post(f"{page}/stayed", {"decided": "1", "resolve": bulk.box(1)})

    assert job.result is not None
    assert (job.state, job.result["conflicts"]) == (JobState.DONE, 2)
    assert "2 values that were changed since were left as they are." in ready
    assert f'hx-get="{page}/stayed"' in ready
    assert [asked.text.count(bulk.box(number)) for number in range(3)] == [1, 1, 0]
    assert held(*bulk.rows) == ["Coal", "Steel", "Steel"]
    bulk.browser.post(undo_of(answer))
    assert held(*bulk.rows) == ["Coal", "Glass", "Steel"]


@pytest.mark.usefixtures("few_are_many")
def test_all_that_a_long_undo_left_is_taken_back_by_a_worker(cast: Cast, bulk: Bulk) -> None:
    page = bulk.browser.post(bulk.undo)["HX-Redirect"]
    worked(cast)

    on = bulk.browser.post(f"{page}/stayed", {"decided": "1", "resolve": "all"})
    worked(cast)

    assert on["HX-Redirect"].startswith("/commands/")
    assert held(*bulk.rows) == ["Steel", "Steel", "Steel"]


@pytest.mark.usefixtures("few_are_many")
def test_nobody_else_decides_about_what_a_long_undo_left(cast: Cast, bulk: Bulk) -> None:
    page = bulk.browser.post(bulk.undo)["HX-Redirect"]
    worked(cast)

    for who in (cast.ben, cast.root, cast.eve):
        other = browser_of(who)
        assert other.get(f"{page}/stayed").status_code == 404
        assert other.post(f"{page}/stayed", {"decided": "1", "resolve": "all"}).status_code == 404
    assert held(*bulk.rows) == ["Coal", "Glass", "Steel"]


def test_who_changed_many_values_since_costs_no_statement_for_each(cast: Cast, bulk: Bulk) -> None:
    costs = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as statements:
            assert bulk.browser.post(bulk.undo).status_code == 409
        costs.append(len(statements))
        by(cast.root, bulk.rows[2], industry="Paper")

    assert costs[0] == costs[1]
