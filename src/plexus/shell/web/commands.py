"""Long acts that a worker does: how far one is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.jobs.actions.cancelling import cancel_job
from plexus.kernel.jobs.models import Job
from plexus.kernel.jobs.queries.following import JobStatus, job_status
from plexus.kernel.jobs.refusals import JobNotFound
from plexus.kernel.records.refusals import NotFound
from plexus.shell.components.feedback import Progress
from plexus.shell.components.menus import MenuItem
from plexus.shell.exporting.asking import Narrowed
from plexus.shell.web import asking, command_told
from plexus.shell.web.visit import Visit, done


@dataclass(frozen=True)
class Head:
    """The head of the page."""

    title: str
    buttons: tuple[MenuItem, ...] = ()


def narrowed(query: str) -> Narrowed:
    """All that a list asks for."""
    asked = asking.list_query(QueryDict(query))
    return Narrowed(asked.whole, asked.words, asked.cause, breaks=asked.breaks)


def followed(job: Job) -> HttpResponse:
    """To where the progress of a long act is shown."""
    return HttpResponse(status=204, headers={"HX-Redirect": address_of(job), "HX-Trigger": "close-dialog"})


def address_of(job: Job) -> str:
    """Where the progress of a long act is shown."""
    return reverse("command", kwargs={"job_id": job.pk})


def show_command(visit: Visit, job_id: UUID) -> HttpResponse:
    """GET /commands/{id}: how far it is, then what came of it with one undo."""
    job = _own(visit, job_id)
    return visit.show(
        "shell/commands/follow.html",
        page=Head(command_told.title(visit, job), command_told.buttons(visit, job)),
        progress=None if job.is_over else _progress(visit, job),
        notice=command_told.notice(visit, job) if job.is_over else None,
    )


def show_progress(visit: Visit, job_id: UUID) -> HttpResponse:
    """GET /commands/{id}/progress: the bar; once it is over the page is loaded anew."""
    job = _own(visit, job_id)
    if job.is_over:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return visit.show("shell/components/progress.html", progress=_progress(visit, job))


def cancel(visit: Visit, job_id: UUID) -> HttpResponse:
    """POST /commands/{id}/cancel: stop at the next step; what is done stays and can be undone."""
    job = _own(visit, job_id)
    if not job.is_over:
        cancel_job(actor=visit.actor, job_id=job.id)
    return done(gettext("Stopping."))


def _own(visit: Visit, job_id: UUID) -> JobStatus:
    """One's own command; raises `NotFound` for any other job."""
    try:
        job = job_status(actor=visit.actor, job_id=job_id)
    except JobNotFound as error:
        raise NotFound from error
    if job.kind not in command_told.KINDS or job.person_id is None or job.person_id != visit.actor.person_id:
        raise NotFound
    return job


def _progress(visit: Visit, job: JobStatus) -> Progress:
    address = {"job_id": job.id}
    text = gettext("Stopping.") if job.cancel_requested else job.message or job.state_label
    return Progress(
        command_told.KINDS[job.kind].running(), text if job.percent is None else f"{text} · {job.percent} %", job.done,
        job.total, url=reverse("command-progress", kwargs=address),
        cancel_url=reverse("cancel-command", kwargs=address) if job.may_be_cancelled else "",
    )  # fmt: skip
