"""A timeline is read stretch by stretch, each thing once, and no more of it than is shown."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from django.db import connection
from tests.architecture import catalog
from tests.casting import NOW, Cast, a_contact, a_record, a_task, an_account, an_activity
from tests.shell.api.asking import Api
from tests.signing import browser_of

from plexus.crm.customers.models import Account
from plexus.crm.engagement.queries import timeline
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
MANY = 3_000
LINKED = """
INSERT INTO access_link (workspace_id, source_object, source_id, target_object, target_id, at)
SELECT workspace_id, source_object, gen_random_uuid(), target_object, target_id, at - n * interval '1 minute'
FROM access_link CROSS JOIN generate_series(1, %s) n WHERE target_id = %s
"""


def touched(cast: Cast, account: Account, count: int) -> list[str]:
    """So many calls about a company, every fourth at the moment of the one before; subjects, the newest first."""
    for number in range(count):
        a_record(
            "activities", cast.ada, kind="call", subject=f"Call {number}",
            happened_at=NOW + timedelta(hours=number - (number % 4 == 3)),
            related=[{"object": "accounts", "id": str(account.pk)}],
        )  # fmt: skip
    return [f"Call {number}" for number in reversed(range(count))]


def linked(account: Account, count: int) -> None:
    """So many links older than each that is there, which lead to what nobody may read."""
    with catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute(LINKED, [count, account.pk])
        cursor.execute("ANALYZE access_link")


def walked(api: Api, account: Account, limit: int) -> tuple[list[dict[str, Any]], int]:
    """Everything that a timeline tells, and in how many stretches."""
    told: list[dict[str, Any]] = []
    cursor: str | None = ""
    stretches = 0
    while cursor is not None:
        document = api.get(f"/accounts/{account.pk}/timeline?limit={limit}&cursor={quote(cursor)}").json()
        told, cursor, stretches = told + document["data"], document["next"], stretches + 1
    return told, stretches


def test_every_event_is_told_once_from_stretch_to_stretch(cast: Cast) -> None:
    account, api = an_account(cast.ada), Api(cast.ada)
    subjects = touched(cast, account, 23)

    told, stretches = walked(api, account, 5)

    assert sorted(each["record"]["subject"] for each in told) == sorted(subjects)
    assert [each["at"] for each in told] == sorted((each["at"] for each in told), reverse=True)
    assert stretches == 5


def test_a_mark_that_is_none_is_refused(cast: Cast) -> None:
    account, api = an_account(cast.ada), Api(cast.ada)

    answers = [api.get(f"/accounts/{account.pk}/timeline?cursor={each}") for each in ("7", "2026-01-01~x", "~")]

    assert [each.status_code for each in answers] == [422, 422, 422]


def test_what_is_hidden_does_not_end_a_timeline(cast: Cast) -> None:
    account, api = an_account(cast.ada), Api(cast.ada)
    touched(cast, account, 3)
    linked(account, 20)

    told, stretches = walked(api, account, 1)

    assert [each["record"]["subject"] for each in told] == ["Call 2", "Call 1", "Call 0"]
    assert stretches > 3


def test_of_a_long_timeline_no_more_is_read_than_is_shown(cast: Cast) -> None:
    account = an_account(cast.ada)
    touched(cast, account, 1)
    linked(account, MANY)
    found: list[int] = []

    def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "access_link" in sql:
            execute(f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {sql}", params, False, context)
            (plan,) = context["cursor"].fetchone()
            found.append(_read((orjson.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))
        return execute(sql, params, many, context)

    with acting(cast.ada), connection.execute_wrapper(explained):
        about = registry.of(cast.ada.workspace_id).object("accounts")
        timeline.remarks(actor=cast.ada, about=about, record_id=account.pk, limit=10)

    assert found == [30]


def _read(plan: dict[str, Any]) -> int:
    """How many links a plan reads, shown or not."""
    own = 0
    if plan.get("Relation Name") == "access_link":
        own = round((plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"])
    return own + sum(_read(each) for each in plan.get("Plans", ()))


def test_the_page_goes_on_where_it_ended_and_tells_each_thing_once(cast: Cast) -> None:
    account, browser = an_account(cast.ada), browser_of(cast.ada)
    touched(cast, account, 120)

    told: list[str] = []
    url, pages = f"/accounts/{account.pk}", 0
    while url:
        page = browser.get(url, headers={"HX-Request": "true"} if pages else {}).content.decode()
        told += re.findall(r'<li id="t-([0-9a-f-]+)"', page)
        older = re.search(r'hx-get="([^"]*/older[^"]*)"', page)
        url, pages = older[1].replace("&amp;", "&") if older else "", pages + 1

    assert len(told) == len(set(told)) == 121
    assert pages == 3


def test_the_past_of_a_stranger_is_not_told(cast: Cast) -> None:
    account = an_account(cast.eve)

    assert browser_of(cast.ada).get(f"/accounts/{account.pk}/older").status_code == 404


def test_what_is_to_do_about_a_company_and_its_people_comes_most_urgent_first(cast: Cast) -> None:
    account = an_account(cast.ada)
    contact = a_contact(cast.ada, account=account.pk)
    a_task(cast.ada, contact, subject="Later", due_at=NOW + timedelta(days=2))
    a_task(cast.ada, account, subject="Whenever")
    a_task(cast.ada, account, subject="Sooner", due_at=NOW - timedelta(days=1))
    a_task(cast.ada, account, subject="Done", done_at=NOW)
    a_task(cast.ada, an_account(cast.ada, name="Another"), subject="Elsewhere")
    about = registry.standard().object("accounts")
    blind = replace(cast.ada, grants={"*": {"read": "own"}, "tasks": {"read": "none"}})

    with acting(cast.ada):
        found = timeline.open_tasks(actor=cast.ada, about=about, record_id=account.pk)
        two = timeline.open_tasks(actor=cast.ada, about=about, record_id=account.pk, limit=2)
    with acting(blind):
        none = timeline.open_tasks(actor=blind, about=about, record_id=account.pk)

    assert [each["subject"] for each in found] == ["Sooner", "Later", "Whenever"]
    assert [each["subject"] for each in two] == ["Sooner", "Later"]
    assert none == ()


def test_what_is_about_a_company_and_its_people_is_told_once(cast: Cast) -> None:
    account = an_account(cast.ada)
    zhang, li = (a_contact(cast.ada, full_name=name, account=account.pk) for name in ("Zhang Wei", "Li Na"))
    call = an_activity(cast.ada, account, zhang, li)

    with acting(cast.ada):
        about = registry.of(cast.ada.workspace_id).object("accounts")
        told = timeline.timeline(actor=cast.ada, about=about, record_id=account.pk)
    page = browser_of(cast.ada).get(f"/accounts/{account.pk}").content.decode()

    assert [each.values["id"] for each in told.events] == [call.pk]
    assert page.count(f'id="t-{call.pk}"') == 1
