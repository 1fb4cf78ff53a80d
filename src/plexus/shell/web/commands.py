"""Long bulk commands, and taking long acts back: how far one is, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from plexus.kernel.actions import find
from plexus.kernel.jobs.actions.cancelling import cancel_job
from plexus.kernel.jobs.models import Job, JobState
from plexus.kernel.jobs.queries.following import JobStatus, job_status
from plexus.kernel.jobs.refusals import JobNotFound
from plexus.kernel.journal.queries import causes
from plexus.kernel.records import reading
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.commanding.actions import doing, taking_back
from plexus.shell.commanding.actions.requesting import request_command
from plexus.shell.commanding.actions.taking_back import request_undo
from plexus.shell.components.feedback import Notice, Progress
from plexus.shell.components.formats import number_text
from plexus.shell.components.menus import MenuItem
from plexus.shell.exporting.asking import Narrowed
from plexus.shell.web import asking
from plexus.shell.web.visit import Visit, done

AT_ONCE = 5_000
KINDS = frozenset({doing.KIND, taking_back.KIND})


@dataclass(frozen=True)
class Head:
    """The head of the page."""

    title: str
    buttons: tuple[MenuItem, ...] = ()


def are_many(visit: Visit, about: Object, rows: Q) -> bool:
    """Whether more records match than a page waits for."""
    return len(reading.visible(visit.actor, about).filter(rows).values_list("pk")[: AT_ONCE + 1]) > AT_ONCE


def begin(visit: Visit, about: Object, key: str, params: Mapping[str, Any], query: str) -> HttpResponse:
    """Let a worker do it to all that a list asks for, and go where its progress is shown."""
    asked = asking.list_query(QueryDict(query))
    narrowed = Narrowed(asked.whole, asked.words, asked.cause, breaks=asked.breaks)
    job = request_command(
        actor=visit.actor, about=about, key=key, params=params, narrowed=narrowed, now=visit.now
    )  # fmt: skip
    return _followed(job)


def begin_undo(visit: Visit, cause_id: UUID) -> HttpResponse:
    """Let a worker take back a long act, and go where its progress is shown."""
    return _followed(request_undo(actor=visit.actor, cause_id=cause_id))


def is_long(visit: Visit, cause_id: UUID) -> bool:
    """Whether taking an act back takes longer than a page waits for."""
    return causes.touches_more(actor=visit.actor, cause_id=cause_id, than=AT_ONCE)


def _followed(job: Job) -> HttpResponse:
    address = reverse("command", kwargs={"job_id": job.pk})
    return HttpResponse(status=204, headers={"HX-Redirect": address, "HX-Trigger": "close-dialog"})


def show_command(visit: Visit, job_id: UUID) -> HttpResponse:
    """GET /commands/{id}: how far it is, then what came of it with one undo."""
    job = _own(visit, job_id)
    return visit.show(
        "shell/commands/follow.html",
        page=Head(_title(visit, job), tuple(_buttons(visit, job))),
        progress=None if job.is_over else _progress(visit, job),
        notice=_notice(visit, job) if job.is_over else None,
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
    if job.kind not in KINDS or job.person_id is None or job.person_id != visit.actor.person_id:
        raise NotFound
    return job


def _about(visit: Visit, job: JobStatus) -> Object | None:
    return registry.of(visit.actor.workspace_id).objects.get(job.params.get("object", ""))


def _title(visit: Visit, job: JobStatus) -> str:
    about = _about(visit, job)
    if about is None:
        return job.label
    words = {"action": find(about, job.params["key"]).label, "objects": capfirst(str(about.label_plural))}
    return gettext("%(objects)s: %(action)s") % words


def _buttons(visit: Visit, job: JobStatus) -> list[MenuItem]:
    """Back to the list, and the way back of what was done."""
    about = _about(visit, job)
    found = [MenuItem(gettext("Back to the list"), f"/{about.plural}", "list")] if about else []
    if job.is_over and job.cause_id:
        found.append(MenuItem(gettext("Undo all of it"), f"/causes/{job.cause_id}/undo", "undo-2", method="post"))
    return found


def _progress(visit: Visit, job: JobStatus) -> Progress:
    address = {"job_id": job.id}
    text = gettext("Stopping.") if job.cancel_requested else job.message or job.state_label
    label = gettext("Taking it back") if job.kind == taking_back.KIND else gettext("Changing the records")
    return Progress(
        label, text if job.percent is None else f"{text} · {job.percent} %", job.done, job.total,
        url=reverse("command-progress", kwargs=address),
        cancel_url=reverse("cancel-command", kwargs=address) if job.may_be_cancelled else "",
    )  # fmt: skip


def _notice(visit: Visit, job: JobStatus) -> Notice:
    if job.state is not JobState.DONE:
        return Notice(job.state_label, job.error or _stopped(job), tone="bad")
    changed, refused = int(job.result.get("changed", 0)), int(job.result.get("refused", 0))
    title = ngettext("%(count)s record changed.", "%(count)s records changed.", changed)
    told = ngettext("%(count)s was refused.", "%(count)s were refused.", refused)
    return Notice(
        title % {"count": number_text(changed, locale=visit.locale)},
        told % {"count": number_text(refused, locale=visit.locale)} if refused else "",
        tone="warn" if refused or job.result.get("conflicts") else "good",
        points=(*(gettext(each) for each in job.result.get("reasons", ())), *_kept(job)),
    )


def _stopped(job: JobStatus) -> str:
    if job.kind == taking_back.KIND:
        return gettext("It was stopped. Nothing was taken back.")
    return gettext("It was stopped. What is done stays, and can be undone.")


def _kept(job: JobStatus) -> tuple[str, ...]:
    """What an undo left as it is, because somebody changed it since."""
    count = int(job.result.get("conflicts", 0))
    text = ngettext(
        "%(count)d value that was changed since was left as it is.",
        "%(count)d values that were changed since were left as they are.",
        count,
    )
    return (text % {"count": count},) if count else ()
