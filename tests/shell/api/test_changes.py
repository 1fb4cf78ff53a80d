"""The feed of changes as a program follows it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from tests.casting import Cast, a_cast, a_contact, an_account
from tests.settling import settle
from tests.shell.api.asking import Api, quoted

from plexus.kernel.identity.models import Role
from plexus.kernel.journal.queries import feed
from plexus.kernel.records.acting import acting
from plexus.shell.api import changes

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def people() -> Cast:
    with transaction.atomic():
        return a_cast()


def program(people: Cast, name: str, **scopes: Any) -> Api:
    with transaction.atomic():
        return Api(getattr(people, name), **scopes)


def told(api: Api, query: str) -> Any:
    """A page of the feed, once all that was done is decided."""
    settle()
    return api.get(f"/changes{query}").json()


def seen(api: Api, **asked: Any) -> list[tuple[str, str]]:
    return [(each["object"], each["kind"]) for each in told(api, quoted(**asked))["data"]]


def test_a_program_follows_what_becomes_of_records(people: Cast) -> None:
    api = program(people, "root")
    start = told(api, "?cursor=now")
    made = api.post("/accounts", {"name": "Hengtong", "city": "Wuxi"}).json()["id"]
    api.patch(f"/accounts/{made}", {"city": "Suzhou"})

    page = told(api, quoted(cursor=start["next"]))
    rest = told(api, quoted(cursor=page["next"]))

    assert start["data"] == []
    assert [(each["record"], each["kind"], each["action"]) for each in page["data"]] == [
        (made, "created", "accounts.create"), (made, "changed", "accounts.update"),
    ]  # fmt: skip
    changed = [(each["field"], each["before"], each["after"]) for each in page["data"][1]["fields"]]
    assert changed == [("city", "Wuxi", "Suzhou")]
    assert (page["more"], rest["data"]) == (False, [])


def test_pages_of_the_feed_join_without_a_gap(people: Cast) -> None:
    api = program(people, "root")
    cursor = told(api, "?cursor=now")["next"]
    made = [api.post("/accounts", {"name": f"Firm {each}"}).json()["id"] for each in range(5)]

    found, more = [], True
    while more:
        page = told(api, quoted(cursor=cursor, limit="2"))
        found += [each["record"] for each in page["data"]]
        cursor, more = page["next"], page["more"]

    assert found == made


def test_one_is_told_of_the_records_and_fields_that_one_may_read_now(people: Cast) -> None:
    a_contact(people.cyd, full_name="Another team's")
    account = an_account(people.ada, name="Ours", city="Wuxi")
    with acting(people.root):
        Role.objects.filter(key="sales").update(fields={"accounts": {"city": "hidden"}})
    program(people, "root").patch(f"/accounts/{account.pk}", {"city": "Suzhou"})
    api = program(people, "ada")

    found = told(api, "?object=accounts,contacts")["data"]

    assert [(each["object"], each["kind"]) for each in found] == [("accounts", "created")]
    assert "city" not in {each["field"] for each in found[0]["fields"]}


def test_a_token_hears_of_the_objects_in_its_scope(people: Cast) -> None:
    a_contact(people.ada)
    an_account(people.ada)
    api = program(people, "ada", scopes=("accounts:read",))

    assert seen(api) == [("accounts", "created")]


def test_a_cursor_from_too_long_ago_is_gone(people: Cast, settings: Any) -> None:
    api = program(people, "root")
    long_ago = timezone.now() - timedelta(days=settings.PLEXUS_FEED_DAYS + 1)

    answer = api.get("/changes" + quoted(cursor=changes._written(feed.Place(0, 5, 5, long_ago))))

    assert answer.status_code == 410
    assert answer.json()["detail"].startswith("This cursor is more than 90 days old")


@pytest.mark.parametrize("cursor", ["5", "abc", "W10=:x"])
def test_a_foreign_cursor_is_refused(people: Cast, cursor: str) -> None:
    assert program(people, "root").get("/changes" + quoted(cursor=cursor)).status_code == 422


def test_an_unknown_object_is_refused(people: Cast) -> None:
    assert program(people, "root").get("/changes?object=dragons").status_code == 404
