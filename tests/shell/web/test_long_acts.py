"""Acts on few that touch many records: a worker does them, all of it or nothing, for the page and the API alike."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.casting import NOW, Cast, a_deal, a_stage, an_account, fresh
from tests.conformance.tailored import a_field, about
from tests.shell.api.asking import Api
from tests.signing import browser_of

from plexus.crm.customers.models import Account, Tag
from plexus.kernel.jobs import refusals, running, telling
from plexus.kernel.jobs.models import Checkpoint, Job, JobState
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.records import changing, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema.models import FieldDefinition
from plexus.shell.commanding.actions import bringing_in, doing, handing_over, looking, restoring, taking_back, whole

CHOICES = [{"key": key, "label_en": key.upper()} for key in "abc"]
HEAD = {"format": "plexus-setup", "version": 1}


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling.Told, "_tell", lambda *_told: False)
    monkeypatch.setattr(handing_over, "AT_ONCE", 2)
    monkeypatch.setattr(bringing_in, "AT_ONCE", 2)
    monkeypatch.setattr(doing, "STEP", 2)


@pytest.fixture
def root(cast: Cast) -> Client:
    return browser_of(cast.root)


@pytest.fixture
def graded(cast: Cast) -> FieldDefinition:
    """A list of three values; three companies bear one each, two of them the first."""
    made: FieldDefinition = a_field(cast.root, "accounts", "choice", name="grade", options={"choices": CHOICES})
    for grade in "aab":
        an_account(cast.ada, grade=grade)
    return made


@pytest.fixture
def sized(cast: Cast) -> FieldDefinition:
    """A text that two companies fill with a number and one with words."""
    made: FieldDefinition = a_field(cast.root, "accounts", "text", name="size")
    for size in ("12", "13", "a dozen"):
        an_account(cast.ada, size=size)
    return made


def held(name: str) -> list[Any]:
    """What companies hold in a field of their own."""
    return sorted((row.custom.get(name) for row in Account.objects.all()), key=str)


def asked(kind: str) -> Job:
    """The newest job of a kind."""
    return Job.objects.filter(kind=kind).latest("created_at")


def worked(cast: Cast, kind: str) -> Job:
    """The newest job of a kind after a worker had it."""
    job = asked(kind)
    running.run(cast.ada.workspace_id, job.pk)
    job.refresh_from_db()
    return job


def followed(answer: Any) -> str:
    """The page to which an answer of the settings leads, where the progress is."""
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"].startswith("/commands/")
    return str(answer["Location"])


def test_values_of_a_list_are_merged_by_a_worker_under_one_cause(
    root: Client, cast: Cast, graded: FieldDefinition
) -> None:
    page = followed(root.post(f"/settings/fields/{graded.pk}/merge", {"key": "a", "into": "b"}))
    waiting, before = root.get(page).text, held("grade")

    job = worked(cast, whole.KIND)
    ready = root.get(page).text

    assert f'hx-get="{page}/progress"' in waiting
    assert before == ["a", "a", "b"]
    assert (job.state, job.done, job.total, held("grade")) == (JobState.DONE, 0, None, ["b", "b", "b"])
    assert "2 records changed." in ready
    assert f"/settings/fields/{graded.pk}" in ready
    assert Change.objects.filter(cause_id=str(job.cause_id)).count() == 3
    assert f"/causes/{job.cause_id}/undo" in ready


def test_merging_is_refused_at_once_where_the_value_is_not_there(root: Client, graded: FieldDefinition) -> None:
    answer = root.post(f"/settings/fields/{graded.pk}/merge", {"key": "z", "into": "b"}, follow=True)

    assert "There is no value “z” here." in answer.text
    assert not Job.objects.filter(kind=whole.KIND).exists()


def test_the_api_answers_with_the_job_and_the_job_with_the_cause(cast: Cast, graded: FieldDefinition) -> None:
    api = Api(cast.root)

    answer = api.post(f"/custom-fields/{graded.pk}/actions/merge-choices", {"key": "a", "into": "b"})
    job = worked(cast, whole.KIND)
    told = api.get(answer["Location"].removeprefix("/api/v1")).json()

    assert (answer.status_code, answer.json()["id"]) == (202, str(job.pk))
    assert (told["state"], told["cause"]) == ("done", str(job.cause_id))
    assert told["result"] == {
        "object": "custom-fields", "key": "merge-choices", "changed": 2, "refused": 0, "kept": 3, "lost": 0,
    }  # fmt: skip


def test_an_act_for_a_worker_is_refused_at_another_version_before_it_begins_and_when_it_comes_to_it(
    cast: Cast, graded: FieldDefinition
) -> None:
    api, path = Api(cast.root), f"/custom-fields/{graded.pk}"
    way = {"key": "a", "into": "b"}

    early = api.post(f"{path}/actions/merge-choices", way, If_Match='"9"')
    none = Job.objects.filter(kind=whole.KIND).count()
    taken = api.post(f"{path}/actions/merge-choices", way, If_Match='"1"')
    api.patch(path, {"label_en": "Mark"})
    job = worked(cast, whole.KIND)

    assert (early.status_code, none, taken.status_code) == (412, 0, 202)
    assert (job.state, held("grade")) == (JobState.FAILED, ["a", "a", "b"])


def test_few_records_are_done_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch, graded: FieldDefinition) -> None:
    monkeypatch.setattr(handing_over, "AT_ONCE", 3)

    answer = Api(cast.root).post(f"/custom-fields/{graded.pk}/actions/merge-choices", {"key": "a", "into": "b"})

    assert answer.status_code == 200
    assert held("grade") == ["b", "b", "b"]


def test_a_run_that_dies_leaves_nothing_and_the_next_does_all_of_it_once(
    root: Client, cast: Cast, graded: FieldDefinition, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(root.post(f"/settings/fields/{graded.pk}/merge", {"key": "a", "into": "b"}))
    report = telling.Told.report

    def dies(told: Any, done: int, /, *said: Any, **params: Any) -> None:
        if done:
            raise refusals.Interrupted

    monkeypatch.setattr(telling.Told, "report", dies)
    with pytest.raises(refusals.Interrupted):
        worked(cast, whole.KIND)
    broken_off = (held("grade"), asked(whole.KIND).state, Checkpoint.objects.get(job=asked(whole.KIND)).saved)
    monkeypatch.setattr(telling.Told, "report", report)
    job = worked(cast, whole.KIND)
    again = worked(cast, whole.KIND)

    assert broken_off == (["a", "a", "b"], JobState.QUEUED, {})
    assert (job.state, held("grade")) == (JobState.DONE, ["b", "b", "b"])
    assert again.cause_id == job.cause_id
    assert Cause.objects.filter(action="custom-fields.merge-choices").count() == 1


def test_an_act_that_is_called_off_has_changed_nothing(
    root: Client, cast: Cast, graded: FieldDefinition, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = followed(root.post(f"/settings/fields/{graded.pk}/merge", {"key": "a", "into": "b"}))
    monkeypatch.setattr(telling.Told, "_tell", lambda told, done, *said: done > 0)
    monkeypatch.setattr(telling, "EVERY", 0)

    job = worked(cast, whole.KIND)

    assert (job.state, job.cause_id, held("grade")) == (JobState.CANCELLED, None, ["a", "a", "b"])
    assert [each["key"] for each in FieldDefinition.objects.get(pk=str(graded.pk)).options["choices"]] == list("abc")
    assert "It was stopped. Nothing was changed." in root.get(page).text


def test_what_a_type_would_lose_is_looked_for_by_a_worker_and_then_it_is_changed(
    root: Client, cast: Cast, sized: FieldDefinition
) -> None:
    address = f"/settings/fields/{sized.pk}/type"
    offered = root.get(f"{address}?type=integer").text

    page = followed(root.post(address, {"type": "integer", "way": "look"}))
    job = worked(cast, looking.KIND)
    ready = root.get(page).text
    seen = root.get(f"{address}?type=integer&look={job.pk}").text
    untouched = held("size")
    followed(root.post(address, {"type": "integer"}))
    changed = worked(cast, whole.KIND)

    assert "Look what would be lost" in offered
    assert (job.result or {}) | {"rows": []} == {"kept": 2, "lost": 1, "rows": []}
    assert "a dozen" not in json.dumps(job.result)
    assert f"{address}?type=integer&amp;look={job.pk}" in ready
    assert "<code>a dozen</code>" in seen
    assert untouched == ["12", "13", "a dozen"]
    assert held("size") == [12, 13, None]
    assert about(cast.ada, "accounts").fields["size"].type.key == "integer"
    with acting(cast.root):
        undoing.undo_cause(actor=cast.root, cause_id=changed.cause_id or changed.pk, now=NOW)
    assert held("size") == ["12", "13", "a dozen"]


def test_what_a_worker_saw_is_shown_to_nobody_else_and_for_no_other_type(cast: Cast, sized: FieldDefinition) -> None:
    address = f"/settings/fields/{sized.pk}/type"
    browser_of(cast.root).post(address, {"type": "integer", "way": "look"})
    job = worked(cast, looking.KIND)

    other = browser_of(cast.root).get(f"{address}?type=date&look={job.pk}").text

    assert "a dozen" not in other
    assert browser_of(cast.ada).get(f"{address}?type=integer&look={job.pk}").status_code in (403, 404)


def test_a_list_to_choose_from_offers_what_the_records_say_through_the_api_too(
    cast: Cast, sized: FieldDefinition
) -> None:
    answer = Api(cast.root).post(f"/custom-fields/{sized.pk}/actions/change-type", {"type": "choice"})
    worked(cast, whole.KIND)

    field = about(cast.ada, "accounts").fields["size"]
    assert answer.status_code == 202
    assert sorted(str(field.label_of(key)) for key in field.choice_keys) == ["12", "13", "a dozen"]
    assert None not in held("size")


def test_a_tag_is_renamed_and_merged_on_many_records_by_a_worker(cast: Cast) -> None:
    api = Api(cast.root)
    old, kept = (api.post("/tags", {"name": name}).json()["id"] for name in ("Old", "Kept"))
    rows = [an_account(cast.ada, tags=["Old"]) for _number in range(3)]

    renamed = api.post(f"/tags/{old}/actions/rename", {"name": "New"})
    worked(cast, whole.KIND)
    after_renaming = {tuple(fresh(row).tags) for row in rows}
    merged = api.post("/tags/actions/merge", {"ids": [old], "params": {"into": kept}})
    job = worked(cast, whole.KIND)

    assert (renamed.status_code, merged.status_code) == (202, 202)
    assert after_renaming == {("New",)}
    assert {tuple(fresh(row).tags) for row in rows} == {("Kept",)}
    assert Tag.objects.get(pk=old).deleted_at
    assert (job.result or {})["changed"] == 3


def test_a_stage_is_taken_out_of_its_pipeline_by_a_worker_where_many_deals_stand_in_it(cast: Cast) -> None:
    deals = [a_deal(cast.root) for _number in range(3)]
    stage = fresh(deals[0]).stage
    other = a_stage(cast.root, "Quoted")

    answer = Api(cast.root).post(f"/stages/{stage.pk}/actions/replace", {"into": str(other.pk)})
    before = {fresh(each).stage_id for each in deals}
    job = worked(cast, whole.KIND)

    assert (answer.status_code, before) == (202, {stage.pk})
    assert {fresh(each).stage_id for each in deals} == {other.pk}
    assert fresh(stage).deleted_at
    assert (job.state, (job.result or {})["changed"]) == (JobState.DONE, 3)


def test_many_that_a_filter_finds_are_changed_by_a_worker_for_the_api_too(cast: Cast) -> None:
    api = Api(cast.ada)
    for _number in range(3):
        an_account(cast.ada)

    answer = api.post("/accounts/actions/change", {"filter": {}, "params": {"field": "city", "value": "Wuxi"}})
    before = Account.objects.filter(city="Wuxi").count()
    job = worked(cast, doing.KIND)

    assert (answer.status_code, before) == (202, 0)
    assert answer["Location"] == f"/api/v1/jobs/{job.pk}"
    assert Account.objects.filter(city="Wuxi").count() == (job.result or {})["changed"] == 3


def test_a_long_act_is_taken_back_by_a_worker_for_the_api_too(cast: Cast) -> None:
    api = Api(cast.ada)
    rows = [an_account(cast.ada) for _number in range(3)]
    api.post("/accounts/actions/change", {"filter": {}, "params": {"field": "city", "value": "Wuxi"}})
    cause = worked(cast, doing.KIND).cause_id
    with acting(cast.ada):
        changing.update(
            actor=cast.ada, about=about(cast.ada, "accounts"), record_id=rows[0].pk, values={"city": "Xian"}, now=NOW
        )

    tried = api.post(f"/causes/{cause}/undo", {"preview": True})
    preview = worked(cast, taking_back.KIND)
    after_trying = Account.objects.filter(city="Wuxi").count()
    resolve = [{"id": str(rows[0].pk), "field": "city"}]
    undone = api.post(f"/causes/{cause}/undo", {"resolve": resolve})
    job = worked(cast, taking_back.KIND)

    assert (tried.status_code, undone.status_code, after_trying) == (202, 202, 2)
    stayed = [{"object": "accounts", "id": str(rows[0].pk), "field": "city"}]
    assert preview.result == {"changed": 2, "conflicts": 1, "refused": 0, "preview": True, "stayed": stayed}
    assert (preview.cause_id, job.result) == (None, {"changed": 3, "conflicts": 0, "refused": 0})
    assert Account.objects.filter(city__in=("Wuxi", "Xian")).count() == 0
    assert Api(cast.ben).post(f"/causes/{cause}/undo", {}).status_code == 404


def test_all_that_lies_in_the_trash_is_restored_by_a_worker_in_steps_under_one_cause(cast: Cast) -> None:
    browser = browser_of(cast.ada)
    for _number in range(5):
        row = an_account(cast.ada)
        with acting(cast.ada):
            changing.trash(actor=cast.ada, about=about(cast.ada, "accounts"), record_id=row.pk, now=NOW)

    page = str(browser.post("/trash/restore", {"all": "1"})["HX-Redirect"])
    before = Account.objects.filter(deleted_at=None).count()
    job = worked(cast, restoring.KIND)

    assert (before, Account.objects.filter(deleted_at=None).count()) == (0, 5)
    assert Change.objects.filter(cause_id=str(job.cause_id)).count() == 5
    assert Cause.objects.filter(action="trash.restore").count() == 1
    assert "5 records changed." in browser.get(page).text


def a_set_up(**tags: dict[str, Any]) -> dict[str, Any]:
    return HEAD | {"tags": tags}


def handed_in(browser: Client, setup: dict[str, Any]) -> Any:
    file = SimpleUploadedFile("setup.json", json.dumps(setup).encode())
    return browser.post("/settings/setup", {"file": file})


def tags() -> list[str]:
    return sorted(Tag.objects.filter(deleted_at=None).values_list("name", flat=True))


def test_a_large_set_up_is_tried_and_brought_in_by_a_worker(root: Client, cast: Cast) -> None:
    page = followed(handed_in(root, a_set_up(A={}, B={}, C={"tone": "good"})))
    tried = worked(cast, bringing_in.KIND)
    nothing = tags()
    onwards = root.get(page).text
    looked = root.get(f"/settings/setup?look={tried.pk}").text
    second = followed(root.post("/settings/setup/import", {"look": str(tried.pk)}))
    done = worked(cast, bringing_in.KIND)

    assert (tried.state, nothing, tried.cause_id) == (JobState.DONE, [], None)
    assert f"/settings/setup?look={tried.pk}" in onwards
    assert "3 new" in looked
    assert tags() == ["A", "B", "C"]
    assert "3 entries brought in." in root.get(second).text
    with acting(cast.root):
        undoing.undo_cause(actor=cast.root, cause_id=done.cause_id or done.pk, now=NOW)
    assert tags() == []


def test_a_large_set_up_that_would_come_out_otherwise_by_now_is_not_brought_in(root: Client, cast: Cast) -> None:
    handed_in(root, a_set_up(A={}, B={}, C={}))
    tried = worked(cast, bringing_in.KIND)
    Api(cast.root).post("/tags", {"name": "A", "tone": "bad"})

    page = followed(root.post("/settings/setup/import", {"look": str(tried.pk)}))
    worked(cast, bringing_in.KIND)

    assert "Something here has changed since you looked." in root.get(page).text
    assert tags() == ["A"]


def test_a_refused_entry_of_a_large_set_up_is_told_with_its_reason(root: Client, cast: Cast) -> None:
    api = Api(cast.root)
    setup = a_set_up(A={}, B={}, Odd={"tone": "100 % pink"})

    answer = api.post("/setup", {"setup": setup})
    job = worked(cast, bringing_in.KIND)
    told = api.get(answer["Location"].removeprefix("/api/v1")).json()["result"]
    narrow = Api(cast.root, scopes=("accounts:read",)).get(f"/jobs/{job.pk}")
    shown = root.get(f"/settings/setup?look={job.pk}").text
    api.post("/setup", {"setup": setup, "skip_refused": True})
    worked(cast, bringing_in.KIND)

    assert (answer.status_code, told["cause"], told["counts"]["refused"]) == (202, None, 1)
    assert [each["key"] for each in told["entries"] if each["errors"]] == [["Odd"]]
    assert narrow.status_code == 404
    assert "Odd" in shown
    assert tags() == ["A", "B"]


def test_only_administrators_ask_for_a_large_set_up_and_nobody_sees_anothers(root: Client, cast: Cast) -> None:
    handed_in(root, a_set_up(A={}, B={}, C={}))
    tried = worked(cast, bringing_in.KIND)

    assert Api(cast.ada).post("/setup", {"setup": a_set_up(A={}, B={}, C={})}).status_code == 403
    assert browser_of(cast.ada).get(f"/settings/setup?look={tried.pk}").status_code in (403, 404)
    assert Job.objects.filter(kind=bringing_in.KIND).count() == 1
