"""What a worker found out for a page that is shown once it is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.models import JobState
from plexus.kernel.jobs.queries.following import JobStatus, job_status
from plexus.kernel.jobs.refusals import JobNotFound
from plexus.kernel.records.refusals import NotFound


def job_of(*, actor: Actor, job_id: str, kind: str) -> JobStatus:
    """One's own finished job of a kind; raises `NotFound`."""
    try:
        job = job_status(actor=actor, job_id=UUID(job_id))
    except (ValueError, JobNotFound) as error:
        raise NotFound from error
    if job.kind != kind or job.state is not JobState.DONE or job.person_id is None or job.person_id != actor.person_id:
        raise NotFound
    return job


def result_of(*, actor: Actor, job_id: str, kind: str, **params: str) -> Mapping[str, Any]:
    """What came of one's own finished job, nothing where it was asked for something else; raises `NotFound`."""
    job = job_of(actor=actor, job_id=job_id, kind=kind)
    return job.result if all(job.params.get(name) == value for name, value in params.items()) else {}
