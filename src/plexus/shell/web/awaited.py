"""A worker's job that a page waits for: whose it is, its bar, and how it is stopped."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext

from plexus.kernel.jobs.actions.cancelling import cancel_job
from plexus.kernel.jobs.queries.following import JobStatus, job_status
from plexus.kernel.jobs.refusals import JobNotFound
from plexus.kernel.records.refusals import NotFound
from plexus.shell.components.feedback import Progress
from plexus.shell.web.visit import Visit, done


def own(visit: Visit, job_id: UUID, kinds: Collection[str]) -> JobStatus:
    """One's own job of some kinds; raises `NotFound` for any other: what it tells is what its person may read."""
    try:
        job = job_status(actor=visit.actor, job_id=job_id)
    except JobNotFound as error:
        raise NotFound from error
    if job.kind not in kinds or job.person_id is None or job.person_id != visit.actor.person_id:
        raise NotFound
    return job


def bar(title: str, job: JobStatus, *, url: str, cancel_url: str) -> Progress:
    """How far a job is; `url` is asked for the next bar, `cancel_url` stops it while that makes sense."""
    return Progress(
        title, _said_so_far(job), job.done, job.total, url=url, cancel_url=cancel_url if job.may_be_cancelled else ""
    )


def shown(visit: Visit, progress: Progress | None) -> HttpResponse:
    """The bar alone; once there is none the page is loaded anew."""
    if progress is None:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return visit.show("shell/components/progress.html", progress=progress)


def stop(visit: Visit, job: JobStatus | None) -> HttpResponse:
    """Ask a job to end at its next step, unless it is over or there is none."""
    if job is not None and not job.is_over:
        cancel_job(actor=visit.actor, job_id=job.id)
    return done(gettext("Stopping."))


def _said_so_far(job: JobStatus) -> str:
    """What a job says of itself, with how much of it is done."""
    if job.cancel_requested:
        return gettext("Stopping.")
    text = job.message or job.state_label
    return text if job.percent is None else f"{text} · {job.percent} %"
