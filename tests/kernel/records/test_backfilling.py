"""Records that were there before a running number get one too, the oldest first, each another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.casting import NOW, Cast, a_record, an_account, fresh
from tests.conformance import tailored

from plexus.crm.customers.models import Account
from plexus.kernel.jobs import running, telling
from plexus.kernel.jobs.models import Job, JobState
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.records import backfilling, changing, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.jobs import NUMBERS
from plexus.shell.administration.actions import fields, objects

DIGITS: dict[str, Any] = {"options": {"prefix": "A-", "digits": 3}}


@pytest.fixture(autouse=True)
def _in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling.Told, "_tell", lambda *_told: False)
    monkeypatch.setattr(backfilling, "CHUNK", 2)


@pytest.fixture
def old(cast: Cast) -> list[Account]:
    """Five companies, made in another order than their keys are in; one lies in the trash."""
    rows = [an_account(cast.ada, name=f"Firm {number}") for number in range(5)]
    for place, row in enumerate(reversed(rows)):
        Account.objects.filter(pk=row.pk).update(created_at=NOW + timedelta(minutes=place))
    about = tailored.about(cast.ada, "accounts")
    with acting(cast.ada):
        changing.trash(actor=cast.ada, about=about, record_id=rows[2].pk, now=NOW)
    return rows[::-1]


def worked(cast: Cast) -> Job:
    """The newest job of the kind after a worker had it."""
    job = Job.objects.filter(kind=NUMBERS).latest("created_at")
    running.run(cast.root.workspace_id, job.pk)
    job.refresh_from_db()
    return job


def numbers(rows: list[Any]) -> list[Any]:
    return [fresh(row).custom.get("number") for row in rows]


def test_they_are_numbered_by_age_under_one_cause_that_can_be_taken_back(cast: Cast, old: list[Account]) -> None:
    tailored.a_field(cast.root, "accounts", "auto_number", name="number", **DIGITS)
    before = Cause.objects.count()
    job = worked(cast)
    new = an_account(cast.ada, name="New")
    given = numbers([*old, new])
    with acting(cast.root):
        undone = undoing.undo_cause(actor=cast.root, cause_id=job.cause_id, now=NOW)  # type: ignore[arg-type]

    assert (job.state, job.result) == (JobState.DONE, {"changed": 5})
    assert given == ["A-001", "A-002", "A-003", "A-004", "A-005", "A-006"]
    assert Cause.objects.filter(action="custom-fields.number").count() == 1
    assert Cause.objects.count() == before + 3
    assert (undone.count, numbers([*old, new])) == (5, [None] * 5 + ["A-006"])


def test_what_came_is_taken_back_though_it_was_numbered_since(cast: Cast) -> None:
    account = an_account(cast.ada, name="Imported")
    came = Change.objects.get(record_id=account.pk, op="I").cause_id
    tailored.a_field(cast.root, "accounts", "auto_number", name="number", **DIGITS)
    worked(cast)
    given = numbers([account])

    with acting(cast.ada):
        undone = undoing.undo_cause(actor=cast.ada, cause_id=came, now=NOW)  # type: ignore[arg-type]

    assert given == ["A-001"]
    assert (undone.count, undone.conflicts) == (1, [])
    assert fresh(account).deleted_at == NOW
    assert numbers([account]) == ["A-001"]


def test_what_is_made_before_the_job_has_come_has_a_number_of_its_own(cast: Cast, old: list[Account]) -> None:
    tailored.a_field(cast.root, "accounts", "auto_number", name="number", **DIGITS)
    early = an_account(cast.ada, name="Early")
    worked(cast)

    assert numbers([early, *old]) == ["A-001", "A-002", "A-003", "A-004", "A-005", "A-006"]


def test_a_run_that_breaks_off_goes_on_where_it_left_off(
    cast: Cast, old: list[Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    tailored.a_field(cast.root, "accounts", "auto_number", name="number", **DIGITS)
    step, calls = backfilling._step, iter((1,))

    def once(*given: Any) -> bool:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return step(*given)

    with monkeypatch.context() as broken:
        broken.setattr(backfilling, "_step", once)
        with pytest.raises(KeyboardInterrupt):
            worked(cast)
    half = numbers(old)
    job = worked(cast)

    assert half == ["A-001", "A-002", None, None, None]
    assert (job.result, numbers(old)) == ({"changed": 5}, ["A-001", "A-002", "A-003", "A-004", "A-005"])


def test_a_field_that_is_used_again_numbers_what_came_without_it(cast: Cast) -> None:
    first = an_account(cast.ada, name="First")
    made = tailored.a_field(cast.root, "accounts", "auto_number", name="number", **DIGITS)
    worked(cast)
    with acting(cast.root):
        fields.retire_field(actor=cast.root, record_id=made.pk, now=NOW)
    second = an_account(cast.ada, name="Second")
    with acting(cast.root):
        fields.reinstate_field(actor=cast.root, record_id=made.pk, now=NOW)
    worked(cast)

    assert numbers([first, second]) == ["A-001", "A-002"]


def test_records_of_ones_own_objects_are_numbered_and_those_of_others_are_not(cast: Cast) -> None:
    for label in ("Machine", "Press"):
        with acting(cast.root):
            objects.create_object(actor=cast.root, values={"label_en": label, "plural_en": f"{label}s"}, now=NOW)
    machine, press = (a_record(plural, cast.root, name="One") for plural in ("machines", "presss"))
    tailored.a_field(cast.root, "machines", "auto_number", name="number", **DIGITS)
    worked(cast)

    assert numbers([machine, press]) == ["A-001", None]


def test_where_there_is_no_record_there_is_no_job_and_a_field_that_has_gone_is_left_alone(cast: Cast) -> None:
    tailored.a_field(cast.root, "products", "auto_number", name="number", **DIGITS)
    none = Job.objects.filter(kind=NUMBERS).count()
    an_account(cast.ada)
    made = tailored.a_field(cast.root, "accounts", "auto_number", name="number", **DIGITS)
    with acting(cast.root):
        fields.retire_field(actor=cast.root, record_id=made.pk, now=NOW)
    job = worked(cast)

    assert (none, job.state, job.result) == (0, JobState.DONE, {"changed": 0})
