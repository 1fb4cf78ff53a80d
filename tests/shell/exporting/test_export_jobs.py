"""Exports that a job writes: asked for, written, fetched by whoever asked, expired."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs import running
from plexus.kernel.jobs.models import JobState
from plexus.kernel.jobs.queries.following import job_status
from plexus.kernel.query import FilterInvalid
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.shell.exporting import files
from plexus.shell.exporting.actions.requesting import request_export
from plexus.shell.exporting.queries.downloading import Expired, finished_export
from plexus.shell.exporting.wanted import Wanted

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _data_folder(tmp_path: Path, settings: Any) -> None:
    settings.PLEXUS_DATA = tmp_path


def asked(actor: Actor, **more: Any) -> UUID:
    with acting(actor):
        about = registry.of(actor.workspace_id).object("accounts")
        for name in ("甲", "乙"):
            changing.create(actor=actor, about=about, values={"name": name}, now=NOW)
        return request_export(
            actor=actor, about=about, wanted=Wanted("csv", ("name",), sort="name"), now=NOW, **more
        ).pk


def test_the_file_is_written_once_and_fetched_by_whoever_asked(ada: Actor, root: Actor) -> None:
    job_id = asked(ada, filter={"field": "name", "op": "eq", "value": "甲"})

    running.run(ada.workspace_id, job_id)

    with acting(ada):
        job, file = job_status(actor=ada, job_id=job_id), finished_export(actor=ada, job_id=job_id)
    assert (job.state, job.result["rows"], job.message) == (JobState.DONE, 1, "1 rows written")
    assert (file.name, file.path.read_text()) == ("accounts.csv", "name\n甲\n")
    assert [each.name for each in file.path.parent.iterdir()] == [file.path.name]
    with acting(root), pytest.raises(NotFound):
        finished_export(actor=root, job_id=job_id)


def test_a_filter_that_means_nothing_is_refused_at_once(ada: Actor) -> None:
    with pytest.raises(FilterInvalid):
        asked(ada, filter={"field": "nonsense", "op": "eq", "value": 1})


def test_an_export_that_is_not_done_cannot_be_fetched(ada: Actor) -> None:
    job_id = asked(ada)

    with acting(ada), pytest.raises(NotFound):
        finished_export(actor=ada, job_id=job_id)


def test_a_file_expires(ada: Actor) -> None:
    job_id = asked(ada)
    running.run(ada.workspace_id, job_id)
    file = files.file_of(ada.workspace_id, job_id, "csv")
    os.utime(file, (0, 0))

    files.delete_expired()

    with acting(ada), pytest.raises(Expired):
        finished_export(actor=ada, job_id=job_id)
