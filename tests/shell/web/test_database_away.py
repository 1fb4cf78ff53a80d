"""While the database is away a page says so, with its own status and when to come again; a fault stays a fault."""

from __future__ import annotations

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from tests.casting import Cast, a_cast
from tests.signing import browser_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def browser() -> Client:
    """Somebody's, who is signed in."""
    with transaction.atomic():
        cast: Cast = a_cast()
    found = browser_of(cast.ada)
    found.raise_request_exception = False
    return found


def cut_off() -> None:
    """What an administrator of PostgreSQL, or its end, does to the connection of a worker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])


@pytest.mark.parametrize(
    ("language", "title"), [("en", "The database is not there"), ("zh-hans", "\u6570\u636e\u5e93")]
)
def test_a_page_says_that_the_database_is_away(browser: Client, language: str, title: str) -> None:
    browser.cookies["django_language"] = language
    cut_off()

    away = browser.get("/accounts?sort=name")

    text = away.content.decode()
    assert (away.status_code, away["Retry-After"]) == (503, "5")
    assert title in text
    assert 'href="/accounts?sort=name"' in text
    connection.close()
    assert browser.get("/accounts").status_code == 200


def test_what_was_sent_is_to_be_looked_at_before_it_is_sent_again(browser: Client) -> None:
    cut_off()

    away = browser.post("/accounts/new", {"name": "Acme"})

    assert (away.status_code, "Look first whether what you sent was kept" in away.content.decode()) == (503, True)
    connection.close()


def test_a_fault_is_none_of_the_database(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("plexus.kernel.records.reading.read_page", broken)

    assert browser.get("/accounts").status_code == 500
