"""The trash page: where something is, found by name, and restored one by one or many at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.casting import NOW, Cast, a_contact, a_deal, a_task, an_account
from tests.signing import browser_of

from plexus.crm.customers.models import Account
from plexus.crm.engagement.models import Task
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.journal.models import Cause
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.shell.administration.actions import roles


def thrown_away(actor: Actor, plural: str, row: Any, *, minutes_ago: int = 0) -> Any:
    """The row, put into the trash so long ago."""
    with acting(actor):
        about = registry.of(actor.workspace_id).object(plural)
        at = NOW - timedelta(minutes=minutes_ago)
        changing.trash(actor=actor, about=about, record_id=row.pk, now=at)
    return row


@pytest.fixture
def trashed(ada: Actor) -> dict[str, Any]:
    """Two accounts and a task in the trash, and an account that is not."""
    an_account(ada, name="Still here")
    return {
        "hengtong": thrown_away(ada, "accounts", an_account(ada, name="恒通精密"), minutes_ago=3),
        "acme": thrown_away(ada, "accounts", an_account(ada, name="Acme Ltd"), minutes_ago=2),
        "call": thrown_away(ada, "tasks", a_task(ada, subject="Call Acme"), minutes_ago=1),
    }


def labels(answer: Any) -> list[str]:
    """What is listed."""
    return [line.label for line in answer.context["lines"]]


def test_it_opens_on_everything_that_is_in_it_the_last_deleted_first(ada: Actor, trashed: dict[str, Any]) -> None:
    answer = browser_of(ada).get("/trash")

    tabs = [(tab.label, tab.count, tab.current) for tab in answer.context["tabs"]]
    assert labels(answer) == ["Call Acme", "Acme Ltd", "恒通精密"]
    assert tabs == [("Everything", "3", True), ("Accounts", "2", False), ("Tasks", "1", False)]
    assert "nothing is removed by itself" in answer.text


def test_it_shows_one_object_and_keeps_its_tab_when_that_is_empty(ada: Actor, trashed: dict[str, Any]) -> None:
    browser = browser_of(ada)

    accounts, deals = browser.get("/trash?object=accounts"), browser.get("/trash?object=deals")

    assert labels(accounts) == ["Acme Ltd", "恒通精密"]
    assert labels(deals) == []
    assert [(tab.label, tab.count) for tab in deals.context["tabs"] if tab.current] == [("Deals", "0")]
    assert "No deals in the trash" in deals.text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("acme", ["Call Acme", "Acme Ltd"]), ("恒通", ["恒通精密"]), ("hengtong", ["恒通精密"]),
        ("heng tong", ["恒通精密"]),
        ("still", []), ("%", []), ("<b>", []),
    ],
)  # fmt: skip
def test_it_is_searched_by_name_and_by_pinyin(
    ada: Actor, trashed: dict[str, Any], words: str, found: list[str]
) -> None:
    answer = browser_of(ada).get("/trash", {"q": words})

    assert labels(answer) == found
    assert ("Nothing matches" in answer.text) == (not found)


def test_an_empty_trash_says_what_it_is_for(ada: Actor) -> None:
    answer = browser_of(ada).get("/trash")

    assert answer.context["tabs"] == ()
    assert "What you delete waits here until you want it back." in answer.text


def test_what_was_ticked_comes_back_under_one_cause(ada: Actor, trashed: dict[str, Any]) -> None:
    keys = [f"accounts/{trashed['acme'].pk}", f"tasks/{trashed['call'].pk}"]

    answer = browser_of(ada).post("/trash/restore", {"record": keys})

    cause = Cause.objects.get(action="trash.restore")
    assert answer.status_code == 204
    assert '"2 records restored."' in answer["HX-Trigger"]
    assert f"/causes/{cause.pk}/undo" in answer["HX-Trigger"]
    assert set(Account.objects.filter(deleted_at=None).values_list("name", flat=True)) == {"Acme Ltd", "Still here"}
    assert Task.objects.get(pk=trashed["call"].pk).deleted_at is None


def test_one_undo_puts_them_back_into_the_trash(ada: Actor, trashed: dict[str, Any]) -> None:
    browser = browser_of(ada)
    browser.post("/trash/restore", {"all": "1"})

    browser.post(f"/causes/{Cause.objects.get(action='trash.restore').pk}/undo")

    assert labels(browser.get("/trash")) == ["Call Acme", "Acme Ltd", "恒通精密"]


def test_all_means_all_that_the_page_is_about(ada: Actor, trashed: dict[str, Any]) -> None:
    browser = browser_of(ada)

    browser.post("/trash/restore", {"all": "1", "object": "accounts", "q": "acme"})

    assert labels(browser.get("/trash")) == ["Call Acme", "恒通精密"]


def test_pages_follow_each_other_without_a_gap(ada: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plexus.shell.web.trash.LIMIT", 2)
    for number in range(5):
        row = an_account(ada, name=f"A{number}") if number % 2 else a_contact(ada, full_name=f"C{number}")
        thrown_away(ada, "accounts" if number % 2 else "contacts", row, minutes_ago=number // 3)
    browser = browser_of(ada)

    pages = [browser.get("/trash")]
    while pages[-1].context["next"]:
        pages.append(browser.get(f"/trash{pages[-1].context['next']}"))

    assert [len(labels(page)) for page in pages] == [2, 2, 1]
    assert sorted(label for page in pages for label in labels(page)) == ["A1", "A3", "C0", "C2", "C4"]
    assert labels(browser.get("/trash?before=nonsense")) == labels(pages[0])


def test_who_may_not_restore_sees_no_box_and_is_refused(
    ada: Actor, lee: Actor, cyd: Actor, trashed: dict[str, Any]
) -> None:
    record = f"accounts/{trashed['acme'].pk}"
    pages = [browser_of(stranger).get("/trash?object=accounts") for stranger in (lee, cyd)]
    answers = [browser_of(stranger).post("/trash/restore", {"record": record}) for stranger in (lee, cyd)]

    for page in pages:
        assert labels(page) == ["Acme Ltd", "恒通精密"]
        assert 'name="record"' not in page.text
        assert f"/{record}/restore" not in page.text
    assert [answer.status_code for answer in answers] == [403, 204]
    assert '"0 records restored. 1 is not yours to restore."' in answers[1]["HX-Trigger"]
    assert Account.objects.get(pk=trashed["acme"].pk).deleted_at is not None


def test_a_stranger_learns_nothing_of_what_she_may_not_read(cast: Cast, trashed: dict[str, Any]) -> None:
    thrown_away(cast.ada, "deals", a_deal(cast.ada, name="Secret deal"))

    page = browser_of(cast.cyd).get("/trash?q=secret")
    everything = browser_of(cast.cyd).get("/trash")

    assert labels(page) == []
    assert page.context["tabs"] == ()
    assert "Secret deal" not in everything.text
    assert [tab.label for tab in everything.context["tabs"]] == ["Everything", "Accounts"]


def test_what_administrators_keep_is_for_those_who_may_bring_it_back(root: Actor, ada: Actor) -> None:
    spare = roles.create_role(actor=root, name="Spare", now=NOW)
    roles.remove_role(actor=root, role_id=spare.pk, now=NOW)

    assert labels(browser_of(root).get("/trash")) == ["Spare"]
    assert labels(browser_of(ada).get("/trash")) == []
    assert labels(browser_of(ada).get("/trash?object=roles")) == []


def test_a_hidden_name_is_neither_shown_nor_found(ada: Actor, trashed: dict[str, Any]) -> None:
    Role.objects.filter(key="sales", workspace_id=ada.workspace_id).update(fields={"accounts": {"name": "hidden"}})
    browser = browser_of(ada)

    assert labels(browser.get("/trash?object=accounts")) == ["—", "—"]
    assert labels(browser.get("/trash?q=acme")) == ["Call Acme"]


@pytest.mark.parametrize("record", ["accounts", "accounts/1", "nothing/x"])
def test_nonsense_is_refused(ada: Actor, record: str) -> None:
    assert browser_of(ada).post("/trash/restore", {"record": record}).status_code == 404


def test_it_costs_as_much_for_many_records_as_for_few(ada: Actor, trashed: dict[str, Any]) -> None:
    browser = browser_of(ada)
    few = _cost(browser)
    for number in range(20):
        thrown_away(ada, "accounts", an_account(ada, name=f"A{number}"))

    assert _cost(browser) == few


def _cost(browser: Client) -> int:
    browser.get("/trash")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/trash")
    return len(asked)
