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

from plexus.kernel.jobs.models import JobState
from plexus.kernel.jobs.queries.following import JobStatus, recent_jobs
from plexus.kernel.schema import registry
from plexus.shell.components.feedback import Empty, Notice, Progress
from plexus.shell.components.formats import number_text
from plexus.shell.components.menus import MenuItem
from plexus.shell.exporting import files
from plexus.shell.exporting.queries.downloading import finished_export
from plexus.shell.exporting.writing import disposition
from plexus.shell.web import awaited
from plexus.shell.web.visit import Visit

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
    job = awaited.own(visit, job_id, (KIND,))
    again = MenuItem(gettext("All exports"), reverse("exports"), "list")
    fetch = MenuItem(gettext("Download"), reverse("export-file", kwargs={"job_id": job_id}), "download", main=True)
    there = job.state is JobState.DONE
    head = Head(_title(visit, job), (again, fetch) if there else (again,))
    return visit.show(
        "shell/exports/follow.html", page=head, progress=None if job.is_over else _progress(job),
        notice=_notice(visit, job) if job.is_over else None,
    )  # fmt: skip


def show_progress(visit: Visit, job_id: UUID) -> HttpResponse:
    """GET /exports/{id}/progress: the bar; once it is over the page is loaded anew."""
    job = awaited.own(visit, job_id, (KIND,))
    return awaited.shown(visit, None if job.is_over else _progress(job))


def cancel(visit: Visit, job_id: UUID) -> HttpResponse:
    """POST /exports/{id}/cancel: stop; nobody sees half a file."""
    return awaited.stop(visit, awaited.own(visit, job_id, (KIND,)))


def fetch(visit: Visit, job_id: UUID) -> HttpResponseBase:
    """GET /exports/{id}/file: the file of one's own finished export."""
    found = finished_export(actor=visit.actor, job_id=awaited.own(visit, job_id, (KIND,)).id)
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


def _title(visit: Visit, job: JobStatus) -> str:
    plural = job.result.get("object", "")
    known = {each.plural: each for each in registry.of(visit.actor.workspace_id)}
    return capfirst(str(known[plural].label_plural)) if plural in known else gettext("Export")


def _progress(job: JobStatus) -> Progress:
    url, cancel_url = (reverse(name, kwargs={"job_id": job.id}) for name in ("export-progress", "cancel-export"))
    return awaited.bar(gettext("Writing the file"), job, url=url, cancel_url=cancel_url)


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
