"""Following jobs, and calling them off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.jobs.actions.cancelling import cancel_job
from plexus.kernel.jobs.models import Job
from plexus.kernel.jobs.queries.following import JobStatus, job_status, recent_jobs
from plexus.shell.api import asking
from plexus.shell.api.door import Call, answer
from plexus.shell.commanding.actions import doing


def list_jobs(call: Call) -> HttpResponse:
    """GET /jobs: the latest jobs that the actor may see."""
    asking.refuse_unknown(call, {"limit"})
    limit = asking.limit(call.http.GET.get("limit", ""))
    return answer({"data": [told(each) for each in recent_jobs(actor=call.actor, limit=limit)]})


def show_job(call: Call, job_id: UUID) -> HttpResponse:
    """GET /jobs/{id}: how far a job is."""
    return answer(told(job_status(actor=call.actor, job_id=job_id)))


def cancel(call: Call, job_id: UUID) -> HttpResponse:
    """POST /jobs/{id}/cancel: end it now when it waits, at its next step when it runs."""
    cancel_job(actor=call.actor, job_id=job_id)
    return show_job(call, job_id)


def accepted(call: Call, job: Job) -> HttpResponse:
    """202: a worker will do it; follow the job at `Location`."""
    response = answer(told(job_status(actor=call.actor, job_id=job.pk)), status=202)
    response["Location"] = reverse("api:job", kwargs={"job_id": job.pk})
    return response


def told(job: JobStatus) -> dict[str, Any]:
    """A job as JSON."""
    person = {"id": job.person_id, "object": "people", "name": job.person_name} if job.person_id else None
    return {
        "id": job.id, "kind": job.kind, "label": job.label, "state": job.state.value, "done": job.done,
        "total": job.total, "percent": job.percent, "message": job.message, "error": job.error,
        "result": _result(job), "cause": job.cause_id, "person": person,
        "cancel_requested": job.cancel_requested, "created_at": job.created_at, "started_at": job.started_at,
        "finished_at": job.finished_at,
    }  # fmt: skip


def _result(job: JobStatus) -> dict[str, Any]:
    """What came of it; why records were refused in the caller's language."""
    refusals = [
        {
            "id": why.first, "field": why.error.field, "code": why.error.code,
            "message": why.error.sentence(gettext), "count": why.count,
        }
        for why in doing.told(job.result)
    ]  # fmt: skip
    return {**job.result, "refusals": refusals} if refusals else dict(job.result)
