"""How jobs are getting on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext

from plexus.kernel.identity import scopes
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs import registry
from plexus.kernel.jobs.models import ENDED, Job, JobState
from plexus.kernel.jobs.refusals import JobNotFound
from plexus.kernel.values.sentences import spoken

COVERED = """
jobs_job.asked_as ? 'scopes' AND NOT EXISTS (
    SELECT FROM jsonb_array_elements_text(jobs_job.asked_as -> 'scopes') asked WHERE NOT asked LIKE ANY (%s::text[])
)
"""


@dataclass(frozen=True)
class JobStatus:
    """A job as a page or the API shows it; words are in the active language."""

    id: UUID
    kind: str
    label: str
    state: JobState
    state_label: str
    done: int
    total: int | None
    message: str
    error: str
    params: Mapping[str, Any]
    result: Mapping[str, Any]
    cause_id: UUID | None
    person_id: UUID | None
    person_name: str
    cancel_requested: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether it will not move any more: a page stops asking."""
        return self.state in ENDED

    @property
    def may_be_cancelled(self) -> bool:
        """Whether asking it to end makes sense."""
        return not self.is_over and not self.cancel_requested

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100; nothing while the total is unknown."""
        if self.state == JobState.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else None


def job_status(*, actor: Actor, job_id: UUID) -> JobStatus:
    """One's own job, or for an administrator anyone's; raises `JobNotFound`."""
    job = visible(actor).select_related("person").filter(pk=job_id).first()
    if job is None:
        raise JobNotFound
    return _status(job)


def recent_jobs(*, actor: Actor, limit: int = 50) -> tuple[JobStatus, ...]:
    """The latest jobs that the actor may see, the newest first."""
    return tuple(_status(job) for job in visible(actor).select_related("person").order_by("-created_at", "-id")[:limit])


def visible(actor: Actor) -> QuerySet[Job]:
    """The jobs that an actor may see: one's own; an administrator's token of full scope, or his page, sees all.

    A token of less than full scope sees those of its person that it might have asked for itself: each scope under which
    a job was asked for is one that its own cover. A page asks under full scope.
    """
    jobs = Job.objects.filter(workspace_id=actor.workspace_id)
    whole = scopes.EVERYTHING in actor.scopes
    if actor.is_administrator and whole:
        return jobs
    mine = jobs.filter(Q(person_id=actor.person_id) & Q(person_id__isnull=False))
    return mine if whole else mine.filter(_covered(actor))


def _covered(actor: Actor) -> RawSQL:
    patterns = scopes.patterns(actor.scopes)
    return RawSQL(COVERED, [patterns], output_field=BooleanField())  # noqa: S611 (nothing but bound values)


def _status(job: Job) -> JobStatus:
    return JobStatus(
        id=job.pk,
        kind=job.kind,
        label=str(registry.kind(job.kind).label) if registry.known(job.kind) else job.kind,
        state=JobState(job.state),
        state_label=str(JobState(job.state).label),
        done=job.done,
        total=job.total,
        message=spoken(job.message, gettext),
        error=spoken(job.error, gettext),
        params=job.params,
        result=job.result or {},
        cause_id=job.cause_id,
        person_id=job.person_id,
        person_name=job.person.name if job.person else "",
        cancel_requested=job.cancel_requested,
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
    )
