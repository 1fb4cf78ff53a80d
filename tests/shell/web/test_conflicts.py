"""Two save what both opened: one wins, the other is shown mine, theirs and the original, and nothing is lost."""

from __future__ import annotations

import html
import re
import threading
import time
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from tests.casting import a_cast, an_account, fresh
from tests.racing import at_once
from tests.signing import browser_of

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.journal.models import Change
from plexus.kernel.records.acting import acting

ROW = re.compile(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', re.DOTALL)
LOCK = "SELECT FROM customers_account WHERE id = %s FOR UPDATE"
WAITING = """
SELECT EXISTS (
    SELECT FROM pg_locks w JOIN pg_locks h ON h.pid = w.pid JOIN pg_database d ON d.oid = h.database
    WHERE NOT w.granted AND d.datname = current_database()
)
"""
MARKUP = re.compile(r"<[^>]+>")


def shown(answer: Any) -> dict[str, list[str]]:
    """What a conflict page shows of each field: before both, mine, theirs."""
    rows = ROW.findall(answer.content.decode())
    return {name: [html.unescape(MARKUP.sub("", each)) for each in cells.split("</td>")[:3]] for name, cells in rows}


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_wins_and_the_other_is_asked() -> None:
    with transaction.atomic():
        cast = a_cast()
        row = an_account(cast.ada, name="Hengtong", city="Wuxi", industry="Steel", website="https://old.example.com")
        browsers = {"ada": browser_of(cast.ada), "ben": browser_of(cast.ben)}
    untouched = {"name": "Hengtong", "industry": "Steel", "website": "https://old.example.com", "version": "1"}
    cities = {"ada": "Suzhou", "ben": "Nanjing"}

    answers = dict(
        zip(
            browsers,
            at_once(
                *(partial(_save, browser, row, untouched | {"city": cities[who]}) for who, browser in browsers.items())
            ),
            strict=True,
        )
    )

    assert sorted(each.status_code for each in answers.values()) == [302, 409]
    winner = next(who for who, each in answers.items() if each.status_code == 302)
    loser = next(who for who in answers if who != winner)
    with acting(cast.root):
        assert (fresh(row).city, fresh(row).version) == (cities[winner], 2)
        assert Change.objects.filter(record_id=row.pk, op="U").count() == 1
    assert shown(answers[loser]) == {"City": ["Wuxi", cities[loser], cities[winner]]}
    assert f"{winner.title()} saved it" in answers[loser].content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_wait_for_each_other_one_is_told_and_nothing_is_changed() -> None:
    with transaction.atomic():
        cast = a_cast()
        low, high = an_account(cast.ada, name="Low"), an_account(cast.ada, name="High")
        browser = browser_of(cast.ada)
    held = threading.Event()

    def save() -> Any:
        held.wait(timeout=30)
        return _save(browser, low, {"name": "Low", "parent": str(high.pk), "version": "1"})

    def wait() -> None:
        with acting(cast.ben), connection.cursor() as cursor:
            cursor.execute(LOCK, [high.pk])
            held.set()
            # The page has locked its company by now, and waits for the other one.
            while not cursor.execute(WAITING) or not cursor.fetchone()[0]:
                time.sleep(0.01)
            cursor.execute(LOCK, [low.pk])

    answer, _nothing = at_once(save, wait)

    assert answer.status_code == 409
    assert "Somebody else is changing the same thing just now" in answer.content.decode()
    with acting(cast.root):
        assert (fresh(low).parent_id, fresh(low).version) == (None, 1)


def _save(browser: Any, row: Any, form: dict[str, str]) -> Any:
    return browser.post(f"/accounts/{row.pk}/edit", form)


@pytest.fixture
def row(ada: Actor) -> Any:
    """An account that ben has changed since ada opened it."""
    return an_account(ada, name="Hengtong", city="Wuxi", annual_revenue={"amount": "1", "currency": "CNY"})


def test_only_what_i_changed_is_asked_about(ada: Actor, ben: Actor, row: Any) -> None:
    assert _save(browser_of(ben), row, {"city": "Nanjing", "version": "1"}).status_code == 302

    asked = _save(
        browser_of(ada), row, {"name": "Hengtong", "city": "Wuxi", "owner": str(ben.person_id), "version": "1"}
    )

    assert asked.status_code == 409
    assert shown(asked) == {"Owner": ["Ada", "Ben", "Ada"]}


def test_what_was_chosen_is_saved_and_the_rest_stays_theirs(ada: Actor, ben: Actor, row: Any) -> None:
    _save(browser_of(ben), row, {"city": "Nanjing", "industry": "Iron", "version": "1"})

    kept = _save(browser_of(ada), row, {"city": "Suzhou", "industry": "Coal", "keep_city": "theirs", "version": "2"})

    assert kept.status_code == 302
    assert (fresh(row).city, fresh(row).industry) == ("Nanjing", "Coal")


@pytest.mark.parametrize("version", ["", "0", "x", "-1", "1" * 40, "１"])
def test_a_version_that_never_was_overwrites_nothing(ada: Actor, row: Any, version: str) -> None:
    answer = _save(browser_of(ada), row, {"city": "Suzhou", "version": version})

    assert answer.status_code == 409
    assert shown(answer)["City"][1:] == ["Suzhou", "Wuxi"]
    assert fresh(row).city == "Wuxi"


def test_a_stale_cell_is_refused_with_its_reason_and_what_was_typed(ada: Actor, ben: Actor, row: Any) -> None:
    _save(browser_of(ben), row, {"city": "Nanjing", "version": "1"})

    answer = browser_of(ada).post(f"/accounts/{row.pk}/cell/city", {"city": "Suzhou", "version": "1"})

    assert answer.status_code == 422
    assert "Suzhou" in answer.content.decode()
    assert fresh(row).city == "Nanjing"


def test_a_hidden_field_is_shown_on_no_side(ada: Actor, ben: Actor, root: Actor, row: Any) -> None:
    with acting(root):
        assert ada.role_id
        Role.objects.filter(pk=ada.role_id).update(fields={"accounts": {"city": "hidden"}})
    _save(browser_of(root), row, {"city": "Nanjing", "industry": "Iron", "version": "1"})

    answer = _save(browser_of(ada), row, {"city": "Suzhou", "industry": "Coal", "version": "1"})

    assert answer.status_code == 409
    assert shown(answer) == {"Industry": ["—", "Coal", "Iron"]}
    assert "Nanjing" not in answer.content.decode()


def test_strangers_and_readers_get_no_conflict_to_read(eve: Actor, lee: Actor, ben: Actor, row: Any) -> None:
    _save(browser_of(ben), row, {"city": "Nanjing", "version": "1"})

    answers = [_save(browser_of(each), row, {"city": "Suzhou", "version": "1"}) for each in (eve, lee)]

    assert [each.status_code for each in answers] == [404, 403]
    assert not any("Nanjing" in each.content.decode() for each in answers)
