"""Search follows a field that is retired, used again or of another type, though no record is written."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casting import NOW, Cast, a_record
from tests.conformance.tailored import a_field

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs import running, telling
from plexus.kernel.jobs.models import Job, JobState
from plexus.kernel.journal.models import Cause
from plexus.kernel.records import undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.jobs import SEARCH
from plexus.kernel.search.actions import renewing
from plexus.kernel.search.models import SearchEntry
from plexus.kernel.search.queries.finding import find
from plexus.shell.administration.actions import fields, objects, retyping

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture(autouse=True)
def _in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling.Told, "_tell", lambda *_told: False)
    monkeypatch.setattr(renewing, "CHUNK", 2)


@pytest.fixture
def serial(cast: Cast) -> Any:
    """The serial number of machines; three have one."""
    with acting(cast.root):
        values = {"label_en": "Machine", "plural_en": "Machines"}
        objects.create_object(actor=cast.root, values=values, now=NOW)
    made = a_field(cast.root, "machines", "text", name="serial")
    for number in range(3):
        a_record("machines", cast.root, name=f"Lathe {number}", serial=f"XK-77{number}")
    return made


def found(actor: Actor, text: str) -> list[str]:
    with acting(actor):
        return sorted(hit.title for hit in find(actor=actor, text=text, objects=["machines"]))


def renewed(cast: Cast) -> Job:
    """The newest job of the kind after a worker had it."""
    job = Job.objects.filter(kind=SEARCH).latest("created_at")
    running.run(cast.root.workspace_id, job.pk)
    job.refresh_from_db()
    return job


def test_records_are_found_by_a_field_only_while_it_is_in_use(cast: Cast, serial: Any) -> None:
    before = found(cast.root, "XK-77")
    with acting(cast.root):
        fields.retire_field(actor=cast.root, record_id=serial.pk, now=NOW)
    at_once = found(cast.root, "XK-77")
    job = renewed(cast)
    retired = found(cast.root, "XK-77")
    with acting(cast.root):
        fields.reinstate_field(actor=cast.root, record_id=serial.pk, now=NOW)
    renewed(cast)

    assert before == ["Lathe 0", "Lathe 1", "Lathe 2"]
    assert (job.state, job.result, at_once, retired) == (JobState.DONE, {"changed": 3}, [], [])
    assert found(cast.root, "XK-77") == before


def test_taking_the_retirement_back_lets_them_be_found_again(cast: Cast, serial: Any) -> None:
    with acting(cast.root):
        fields.retire_field(actor=cast.root, record_id=serial.pk, now=NOW)
    renewed(cast)
    with acting(cast.root):
        cause = Cause.objects.filter(action="custom-fields.retire").values_list("pk", flat=True)[0]
        undoing.undo_cause(actor=cast.root, cause_id=cause, now=NOW)
    renewed(cast)

    assert found(cast.root, "XK-771") == ["Lathe 1"]


def test_what_becomes_a_choice_is_found_by_it_no_longer(cast: Cast, serial: Any) -> None:
    with acting(cast.root):
        choices = [{"key": f"xk-77{number}", "label_en": f"XK-77{number}"} for number in range(3)]
        retyping.change_type(
            actor=cast.root, record_id=serial.pk, type="choice", options={"choices": choices}, now=NOW
        )  # fmt: skip
    renewed(cast)

    assert found(cast.root, "XK-77") == []


def test_a_broken_off_run_goes_on_where_it_left_off(cast: Cast, serial: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting(cast.root):
        fields.retire_field(actor=cast.root, record_id=serial.pk, now=NOW)
    with monkeypatch.context() as broken:
        broken.setattr(renewing, "_step", _once_only(renewing._step))
        with pytest.raises(KeyboardInterrupt):
            renewed(cast)
    half = indexed(cast)

    job = renewed(cast)

    assert (half, found(cast.root, "XK-77")) == (["Lathe 2"], [])
    assert (job.result, indexed(cast)) == ({"changed": 3}, [])


def indexed(cast: Cast) -> list[str]:
    """The names of the machines whose entries hold something of their fields."""
    with acting(cast.root):
        return sorted(SearchEntry.objects.filter(object="machines").exclude(own="").values_list("title", flat=True))


def _once_only(step: Any) -> Any:
    """Does the first step and dies before the second."""
    calls = iter((step,))

    def stepping(*given: Any) -> Any:
        try:
            return next(calls)(*given)
        except StopIteration:
            raise KeyboardInterrupt from None

    return stepping
