"""Long acts that a worker does: how far one is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import reverse

from plexus.kernel.jobs.models import Job
from plexus.kernel.jobs.queries.following import JobStatus
from plexus.kernel.records import undoing
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.records.undoing import Undone
from plexus.kernel.schema.object import Object
from plexus.shell.commanding.actions import handing_over
from plexus.shell.components.feedback import Progress
from plexus.shell.components.menus import MenuItem
from plexus.shell.exporting.asking import Narrowed
from plexus.shell.web import asking, awaited
from plexus.shell.web.commands import taking_back, told
from plexus.shell.web.visit import Visit


@dataclass(frozen=True)
class Head:
    """The head of the page."""

    title: str
    buttons: tuple[MenuItem, ...] = ()


def narrowed(visit: Visit, about: Object, query: str) -> Narrowed:
    """All that a list asks for."""
    asked = asking.asked_of(visit, about, QueryDict(query))
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
        page=Head(told.title(visit, job), told.buttons(visit, job)),
        progress=_progress(job),
        notice=told.notice(visit, job) if job.is_over else None,
    )


def show_progress(visit: Visit, job_id: UUID) -> HttpResponse:
    """GET /commands/{id}/progress: the bar; once it is over the page is loaded anew."""
    return awaited.shown(visit, _progress(_own(visit, job_id)))


def cancel(visit: Visit, job_id: UUID) -> HttpResponse:
    """POST /commands/{id}/cancel: stop at the next step; what is done stays and can be undone."""
    return awaited.stop(visit, _own(visit, job_id))


def ask_stayed(visit: Visit, job_id: UUID) -> HttpResponse:
    """GET /commands/{id}/stayed: the values that a long undo left as they are, as far as the job names them."""
    undo = _what_stayed(visit, _own(visit, job_id))
    return taking_back.ask_about(visit, undo(preview=True), visit.http.path)


def take_stayed(visit: Visit, job_id: UUID) -> HttpResponse:
    """POST /commands/{id}/stayed: take some of them back all the same; for all of them a worker looks once more."""
    undo, choice = _what_stayed(visit, _own(visit, job_id)), taking_back.chosen(visit)
    cause_id = undo.keywords["cause_id"]
    if choice.force and (job := handing_over.undo(actor=visit.actor, cause_id=cause_id, force=True)):
        return followed(job)
    return taking_back.take(visit, undo)


def _what_stayed(visit: Visit, job: JobStatus) -> partial[Undone]:
    """The same undo once more, bound to the records of which something stayed."""
    records = {UUID(each["id"]) for each in job.result.get("stayed", ())}
    if not job.is_over or not records:
        raise NotFound
    return partial(
        undoing.undo_cause, actor=visit.actor, cause_id=UUID(job.params["cause"]), now=visit.now, only=records
    )


def _own(visit: Visit, job_id: UUID) -> JobStatus:
    return awaited.own(visit, job_id, told.KINDS)


def _progress(job: JobStatus) -> Progress | None:
    """The bar, until it is over."""
    if job.is_over:
        return None
    url, cancel_url = (reverse(each, kwargs={"job_id": job.id}) for each in ("command-progress", "cancel-command"))
    return awaited.bar(told.KINDS[job.kind].running(), job, url=url, cancel_url=cancel_url)
