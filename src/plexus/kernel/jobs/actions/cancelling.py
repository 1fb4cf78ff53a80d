"""Calling work off."""

from __future__ import annotations

from uuid import UUID

from django.db.models.functions import Now

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.models import ENDED, Job, JobState
from plexus.kernel.jobs.queries.following import visible
from plexus.kernel.jobs.refusals import JobNotFound, JobOver


def cancel_job(*, actor: Actor, job_id: UUID) -> None:
    """End a job that waits; ask one that runs to end at its next report. Raises `JobNotFound` or `JobOver`."""
    job = visible(actor).select_for_update().filter(pk=job_id).first()
    if job is None:
        raise JobNotFound
    if job.state in ENDED:
        raise JobOver
    Job.objects.filter(pk=job_id).update(cancel_requested=True, **_at_once(job))


def _at_once(job: Job) -> dict[str, object]:
    return {"state": JobState.CANCELLED, "finished_at": Now()} if job.state == JobState.QUEUED else {}
