"""Exports that a worker writes: how far one is, its file, and what was written of late."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from plexus.kernel.jobs.actions.cancelling import cancel_job
from plexus.kernel.jobs.models import JobState
from plexus.kernel.jobs.queries.following import JobStatus, job_status, recent_jobs
from plexus.kernel.jobs.refusals import JobNotFound
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.shell.components.feedback import Empty, Notice, Progress
from plexus.shell.components.formats import number_text
from plexus.shell.components.menus import MenuItem
from plexus.shell.exporting import files
from plexus.shell.exporting.queries.downloading import finished_export
from plexus.shell.exporting.writing import disposition
from plexus.shell.web.visit import Visit, done

KIND = "exports.run"


@dataclass(frozen=True)
class Head:
    """The head of a page about exports."""

    title: str
    buttons: tuple[MenuItem, ...] = ()


@dataclass(frozen=True)
class Line:
    """One export in the list."""

    title: str
    url: str
    job: JobStatus
    told: str


def show_export(visit: Visit, job_id: UUID) -> HttpResponse:
    """GET /exports/{id}: how far it is; the button that fetches the file once it is there."""
    job = _own(visit, job_id)
    again = MenuItem(gettext("All exports"), reverse("exports"), "list")
    fetch = MenuItem(gettext("Download"), reverse("export-file", kwargs={"job_id": job_id}), "download", main=True)
    there = job.state is JobState.DONE
    head = Head(_title(visit, job), (again, fetch) if there else (again,))
    return visit.show(
        "shell/exports/follow.html", page=head, progress=None if job.is_over else _progress(visit, job),
        notice=_notice(visit, job) if job.is_over else None,
    )  # fmt: skip


def show_progress(visit: Visit, job_id: UUID) -> HttpResponse:
    """GET /exports/{id}/progress: the bar; once it is over the page is loaded anew."""
    job = _own(visit, job_id)
    if job.is_over:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return visit.show("shell/components/progress.html", progress=_progress(visit, job))


def cancel(visit: Visit, job_id: UUID) -> HttpResponse:
    """POST /exports/{id}/cancel: stop; nobody sees half a file."""
    job = _own(visit, job_id)
    if not job.is_over:
        cancel_job(actor=visit.actor, job_id=job.id)
    return done(gettext("Stopping."))


def fetch(visit: Visit, job_id: UUID) -> HttpResponseBase:
    """GET /exports/{id}/file: the file of one's own finished export."""
    found = finished_export(actor=visit.actor, job_id=_own(visit, job_id).id)
    response = FileResponse(found.path.open("rb"), content_type=found.content_type)
    response["Content-Disposition"] = disposition(found.name)
    return response


def list_exports(visit: Visit) -> HttpResponse:
    """GET /exports: one's exports of late, the newest first."""
    mine = (
        job for job in recent_jobs(actor=visit.actor) if job.kind == KIND and job.person_id == visit.actor.person_id
    )
    lines = tuple(
        Line(_title(visit, job), reverse("export-job", kwargs={"job_id": job.id}), job, _size(visit, job))
        for job in mine
    )
    return visit.show(
        "shell/exports/list.html", page=Head(gettext("Exports")), items=lines, kept_days=files.KEPT_DAYS,
        empty=Empty(
            gettext("No long list was exported yet"),
            gettext("Short ones are downloaded at once and kept nowhere."), "download",
        ),
    )  # fmt: skip


def _own(visit: Visit, job_id: UUID) -> JobStatus:
    """One's own export; those of others hold what those may read. Raises `NotFound`."""
    try:
        job = job_status(actor=visit.actor, job_id=job_id)
    except JobNotFound as error:
        raise NotFound from error
    if not _is_own(visit, job):
        raise NotFound
    return job


def _is_own(visit: Visit, job: JobStatus) -> bool:
    return job.kind == KIND and job.person_id is not None and job.person_id == visit.actor.person_id


def _title(visit: Visit, job: JobStatus) -> str:
    plural = job.result.get("object", "")
    known = {each.plural: each for each in registry.of(visit.actor.workspace_id)}
    return capfirst(str(known[plural].label_plural)) if plural in known else gettext("Export")


def _progress(visit: Visit, job: JobStatus) -> Progress:
    address = {"job_id": job.id}
    text = gettext("Stopping.") if job.cancel_requested else job.message or job.state_label
    return Progress(
        gettext("Writing the file"), text if job.percent is None else f"{text} · {job.percent} %", job.done, job.total,
        url=reverse("export-progress", kwargs=address),
        cancel_url=reverse("cancel-export", kwargs=address) if job.may_be_cancelled else "",
    )  # fmt: skip


def _notice(visit: Visit, job: JobStatus) -> Notice:
    if job.state is JobState.DONE:
        return Notice(gettext("The file is ready."), _size(visit, job), tone="good")
    return Notice(job.state_label, job.error or gettext("It was stopped. There is no file."), tone="bad")


def _size(visit: Visit, job: JobStatus) -> str:
    if job.state is not JobState.DONE:
        return ""
    rows = int(job.result.get("rows", 0))
    text = ngettext("%(count)s row", "%(count)s rows", rows) % {"count": number_text(rows, locale=visit.locale)}
    return f"{text} · {str(job.result.get('format', '')).upper()} · {filesizeformat(job.result.get('bytes', 0))}"
