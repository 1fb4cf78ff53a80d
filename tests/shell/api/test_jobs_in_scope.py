"""Which jobs a token of less than full scope knows: those that it might have asked for itself."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from tests.casting import Cast
from tests.shell.api.asking import Api

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job, JobState
from plexus.kernel.records.acting import acting
from plexus.shell.commanding.actions import taking_back

FULL, ACCOUNTS, READING = ("*",), ("accounts:write",), ("*:read",)


def asked(actor: Actor, *scopes: str) -> Job:
    """A job that somebody asked for under some scopes."""
    with acting(actor):
        return enqueue(replace(actor, scopes=scopes), taking_back.KIND, cause=str(uuid4()))


@pytest.mark.parametrize(
    ("token", "asked_under", "knows"),
    [
        (FULL, FULL, True),
        (FULL, ACCOUNTS, True),
        (ACCOUNTS, FULL, False),
        (READING, FULL, False),
        (ACCOUNTS, ACCOUNTS, True),
        (ACCOUNTS, ("accounts:read",), True),
        (("accounts:read",), ACCOUNTS, False),
        (ACCOUNTS, ("accounts:read", "deals:read"), False),
        (READING, ("accounts:read", "deals:read"), True),
        (READING, ACCOUNTS, False),
        (("*:write",), ("deals:write", "*:read"), True),
        (("deal_s:read",), ("dealXs:read",), False),
        (("deals:read",), ("deals:read", "*:read"), False),
    ],
)
def test_a_token_knows_the_jobs_that_its_scopes_cover(
    cast: Cast, token: tuple[str, ...], asked_under: tuple[str, ...], knows: bool
) -> None:
    job = asked(cast.ada, *asked_under)
    api = Api(cast.ada, scopes=token)

    listed = [each["id"] for each in api.get("/jobs").json()["data"]]
    read, stopped = api.get(f"/jobs/{job.pk}"), api.post(f"/jobs/{job.pk}/cancel")

    assert listed == ([str(job.pk)] if knows else [])
    assert (read.status_code, stopped.status_code) == ((200, 200) if knows else (404, 404))
    job.refresh_from_db()
    assert (job.state == JobState.CANCELLED) is knows


def test_a_narrow_token_of_an_administrator_knows_no_more(cast: Cast) -> None:
    asked(cast.ada, *ACCOUNTS)
    own = asked(cast.root, *ACCOUNTS)

    listed = [each["id"] for each in Api(cast.root, scopes=ACCOUNTS).get("/jobs").json()["data"]]

    assert listed == [str(own.pk)]


def test_a_job_of_which_nobody_knows_how_it_was_asked_is_told_to_full_scope_alone(cast: Cast) -> None:
    job = asked(cast.ada, *ACCOUNTS)
    with acting(cast.ada):
        Job.objects.filter(pk=job.pk).update(asked_as={})

    narrow, full = (Api(cast.ada, scopes=each).get(f"/jobs/{job.pk}").status_code for each in (READING, FULL))

    assert (narrow, full) == (404, 200)
