"""Bulk commands over all that match, when they are many: a worker does them, with progress, one cause and one undo."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.casting import NOW, Cast, a_deal, a_record
from tests.shell.api.asking import Api
from tests.signing import browser_of

from plexus.crm.customers.models import Account
from plexus.kernel.access.models import Share
from plexus.kernel.identity.models import Role
from plexus.kernel.jobs import running, telling
from plexus.kernel.jobs.models import Job, JobState
from plexus.kernel.journal.models import Cause
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.shell.commanding.actions import doing, handing_over, taking_back

SHANGHAI = urlencode({"filter": json.dumps({"field": "city", "op": "eq", "value": "Shanghai"})})


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling.Told, "_tell", lambda *_told: False)
    monkeypatch.setattr(handing_over, "AT_ONCE", 2)
    monkeypatch.setattr(doing, "STEP", 2)


@pytest.fixture
def ada(cast: Cast) -> Client:
    """Ada's browser; five companies are in Shanghai and one is not."""
    for number in range(5):
        a_record("accounts", cast.ada, name=f"Inside {number}", city="Shanghai")
    a_record("accounts", cast.ada, name="Outside", city="Wuxi")
    return browser_of(cast.ada)


def begun(browser: Client, key: str, query: str = SHANGHAI, **form: Any) -> str:
    """The page to which a command over all that match leads."""
    answer = browser.post(f"/accounts/bulk/{key}", {"all": "1", "query": query, **form}, headers={"HX-Request": "true"})
    assert answer.status_code == 204, answer.content.decode()
    return str(answer["HX-Redirect"])


def worked(cast: Cast) -> Job:
    """The job after a worker had it."""
    job = Job.objects.get(kind=doing.KIND)
    running.run(cast.ada.workspace_id, job.pk)
    job.refresh_from_db()
    return job


def test_all_that_match_are_changed_in_steps_under_one_cause_and_taken_back_at_once(ada: Client, cast: Cast) -> None:
    before = Cause.objects.count()
    page = begun(ada, "change", value_of="industry", industry="Steel", has_industry="1")
    waiting = ada.get(page).content.decode()
    assert Account.objects.filter(industry="Steel").count() == 0
    assert Cause.objects.count() == before

    job = worked(cast)
    ready = ada.get(page).content.decode()

    assert f'hx-get="{page}/progress"' in waiting
    assert job.result
    assert (job.state, job.result["done"], job.result["total"]) == (JobState.DONE, 5, 5)
    assert sorted(Account.objects.filter(industry="Steel").values_list("city", flat=True)) == ["Shanghai"] * 5
    assert "5 records changed." in ready
    assert Cause.objects.count() == before + 1
    assert f"/causes/{job.cause_id}/undo" in ready


@pytest.fixture
def steel(ada: Client, cast: Cast) -> Job:
    """The finished command by which all in Shanghai became makers of steel."""
    begun(ada, "change", value_of="industry", industry="Steel", has_industry="1")
    return worked(cast)


def undone(browser: Client, cast: Cast, job: Job, *, cancelled: bool = False) -> tuple[str, Job]:
    """The page to which taking a command back leads, and the job after a worker had it."""
    page = str(browser.post(f"/causes/{job.cause_id}/undo", headers={"HX-Request": "true"})["HX-Redirect"])
    made = Job.objects.get(kind=taking_back.KIND)
    if cancelled:
        browser.post(f"{page}/cancel")
    running.run(cast.ada.workspace_id, made.pk)
    made.refresh_from_db()
    return page, made


def test_a_long_act_is_taken_back_by_a_worker_and_that_can_be_taken_back_too(
    ada: Client, cast: Cast, steel: Job
) -> None:
    page, job = undone(ada, cast, steel)
    ready = ada.get(page).content.decode()

    assert (job.state, job.result) == (JobState.DONE, {"changed": 5, "conflicts": 0, "refused": 0})
    assert Account.objects.filter(industry="Steel").count() == 0
    assert "5 records changed." in ready
    assert f"/causes/{job.cause_id}/undo" in ready
    assert Cause.objects.get(pk=str(job.cause_id)).undoes_id == steel.cause_id
    running.run(cast.ada.workspace_id, job.pk)
    assert Cause.objects.filter(undoes=steel.cause_id).count() == 1


def test_taking_back_says_what_stayed_because_it_was_changed_since(ada: Client, cast: Cast, steel: Job) -> None:
    row = Account.objects.filter(industry="Steel").first()
    assert row is not None
    with acting(cast.ada):
        about = registry.standard().object("accounts")
        changing.update(actor=cast.ada, about=about, record_id=row.pk, values={"industry": "Glass"}, now=NOW)

    page, _job = undone(ada, cast, steel)

    assert "1 value that was changed since was left as it is." in ada.get(page).content.decode()
    assert Account.objects.filter(industry="Glass").count() == 1


def test_taking_back_that_is_stopped_takes_nothing_back(ada: Client, cast: Cast, steel: Job) -> None:
    _page, job = undone(ada, cast, steel, cancelled=True)

    assert job.state is not JobState.DONE
    assert Account.objects.filter(industry="Steel").count() == 5


def test_nobody_has_anothers_long_act_taken_back(cast: Cast, steel: Job) -> None:
    assert browser_of(cast.ben).post(f"/causes/{steel.cause_id}/undo").status_code == 404
    assert Job.objects.filter(kind=taking_back.KIND).count() == 0


def test_a_change_of_what_the_list_is_filtered_by_still_reaches_every_record(ada: Client, cast: Cast) -> None:
    begun(ada, "change", value_of="city", city="Wuxi", has_city="1")

    worked(cast)

    assert Account.objects.filter(city="Wuxi").count() == 6


def test_what_may_not_be_changed_is_counted_with_its_reason(cast: Cast) -> None:
    browser = browser_of(cast.ada)
    for number in range(4):
        row = a_record("accounts", cast.ada if number else cast.cyd, name=f"Inside {number}", city="Shanghai")
        if not number:
            Share.objects.create(
                workspace_id=cast.ada.workspace_id, object="accounts", record_id=row.pk, person_id=cast.ada.person_id
            )
    Role.objects.filter(pk=str(cast.ada.role_id)).update(grants={"*": {"read": "all", "update": "own"}})

    page = begun(browser, "change", value_of="industry", industry="Steel", has_industry="1")
    worked(cast)
    ready = browser.get(page).content.decode()

    assert "3 records changed." in ready
    assert "1 was refused." in ready
    assert Account.objects.filter(industry="Steel").count() == 3


def test_a_value_that_does_not_fit_is_refused_at_once(ada: Client) -> None:
    answer = ada.post(
        "/accounts/bulk/change",
        {"all": "1", "query": SHANGHAI, "value_of": "employees", "employees": "many", "has_employees": "1"},
    )

    assert answer.status_code == 422
    assert Job.objects.filter(kind=doing.KIND).count() == 0
    assert Cause.objects.filter(action="accounts.change").count() == 0


def test_a_stopped_command_goes_no_further_and_what_is_done_can_be_undone(ada: Client, cast: Cast) -> None:
    page = begun(ada, "change", value_of="industry", industry="Steel", has_industry="1")
    assert ada.post(f"{page}/cancel").status_code == 204

    shown = ada.get(page).content.decode()

    assert "It was stopped." in shown
    assert Account.objects.filter(industry="Steel").count() == 0


def test_few_records_are_changed_at_once(ada: Client) -> None:
    wuxi = urlencode({"filter": json.dumps({"field": "city", "op": "eq", "value": "Wuxi"})})
    form = {"all": "1", "query": wuxi, "value_of": "industry", "industry": "Steel", "has_industry": "1"}

    answer = ada.post("/accounts/bulk/change", form)

    assert "HX-Redirect" not in answer
    assert Account.objects.get(industry="Steel").name == "Outside"


def test_nobody_else_follows_or_stops_a_command(ada: Client, cast: Cast) -> None:
    page = begun(ada, "delete")

    for who in (cast.ben, cast.root, cast.eve):
        other = browser_of(who)
        assert {other.get(f"{page}{part}").status_code for part in ("", "/progress")} == {404}
        assert other.post(f"{page}/cancel").status_code == 404
    worked(cast)
    assert Account.objects.filter(deleted_at=None).count() == 1


def test_nobody_is_chosen_to_be_the_owner_before_somebody_is(cast: Cast) -> None:
    deal = a_deal(cast.ada)

    form = browser_of(cast.root).get(f"/deals/bulk/assign?id={deal.pk}", headers={"HX-Request": "true"}).text

    assert 'name="owner" required><option value="">—</option>' in form


def test_why_some_were_refused_is_told_with_the_name_of_the_field(ada: Client, cast: Cast) -> None:
    said: dict[str, Any] = {
        "message_en": "The second one makes nothing.",
        "message_zh": "第二家不生产。",
        "field": "industry",
    }
    rule = "name in ('Inside 1', 'Inside 3') and industry = 'Steel'"
    a_record("custom-rules", cast.root, object="accounts", refuse_when=rule, **said)
    page = begun(ada, "change", value_of="industry", industry="Steel", has_industry="1")
    job = worked(cast)
    english = ada.get(page).content.decode()
    ada.post("/language", {"language": "zh-hans", "next": "/"})
    chinese = ada.get(page).content.decode()
    told = Api(cast.ada).get(f"/jobs/{job.pk}").json()["result"]

    assert (told["changed"], told["refused"]) == (3, 2)
    first = str(Account.objects.get(name="Inside 1").pk)
    assert told["refusals"] == [
        {"id": first, "field": "industry", "code": "rule", "message": "The second one makes nothing.", "count": 2}
    ]
    assert f'nothing. · 2 records · <a class="link" href="/accounts/{first}">Show the first</a>' in english
    assert "Industry: The second one makes nothing." in english
    # A rule speaks the language of whoever asked, its field that of the reader.
    assert "行业：The second one makes nothing." in chinese
