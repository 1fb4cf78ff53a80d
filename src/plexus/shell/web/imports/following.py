"""The last steps: what would happen, how far it is, what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.jobs.models import JobState
from plexus.kernel.jobs.queries.following import JobStatus
from plexus.kernel.journal.queries import causes
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.shell.components.feedback import Notice, Progress
from plexus.shell.components.formats import number_text
from plexus.shell.components.menus import MenuItem
from plexus.shell.exporting.writing import disposition
from plexus.shell.importing import describing
from plexus.shell.importing.actions import preparing
from plexus.shell.importing.queries import following
from plexus.shell.importing.queries.following import Followed, Told
from plexus.shell.importing.verdicts import Tally, Verdict
from plexus.shell.web import awaited
from plexus.shell.web.commands import taking_back
from plexus.shell.web.imports import ended, meanwhile
from plexus.shell.web.imports.account import account_of, readings_of
from plexus.shell.web.imports.steps import Head, steps
from plexus.shell.web.records import histories
from plexus.shell.web.visit import Visit

FIRST = 5
TELLING = (Verdict.REJECTED, Verdict.DUPLICATE, Verdict.INCOMPLETE, Verdict.UPDATED, Verdict.CREATED)


@dataclass(frozen=True)
class Figure:
    """How many rows met a verdict, in words."""

    number: str
    label: str


def show_import(visit: Visit, import_id: UUID) -> HttpResponse:
    """GET /imports/{id}: whatever step the import is at."""
    of = following.followed(actor=visit.actor, import_id=import_id)
    job, together = of.run or of.check, of.brought.together_id
    if job is None:
        address = reverse("import-mapping", kwargs={"import_id": import_id})
        return HttpResponseRedirect(meanwhile.carried(visit, address))
    if together and (not job.is_over or (of.brought.counts if of.run else of.brought.checked) is None):
        return HttpResponseRedirect(reverse("import-set", kwargs={"set_id": together}))
    if not job.is_over:
        return _show(visit, of, progress=_progress(of, job))
    notices = tuple(ended.stopped(job, tried=of.run is None))
    tally = of.tally if of.run else None if notices else of.checked
    return _show(visit, of, notices=notices, tally=tally)


def show_progress(visit: Visit, import_id: UUID) -> HttpResponse:
    """GET /imports/{id}/progress: the bar; once it is over the page is loaded anew."""
    of = following.followed(actor=visit.actor, import_id=import_id)
    job = of.run or of.check
    return awaited.shown(visit, None if job is None or job.is_over else _progress(of, job))


def run(visit: Visit, import_id: UUID) -> HttpResponse:
    """POST /imports/{id}/run: begin what was tried; a second click, or one in another tab, finds it begun."""
    here = reverse("import", kwargs={"import_id": import_id})
    try:
        preparing.run_import(actor=visit.actor, import_id=import_id, tried=visit.http.POST.get("trial"))
    except preparing.AskedOtherwise:
        return meanwhile.redirected(here, meanwhile.CHANGED)
    except preparing.RunsAlready:
        pass
    return HttpResponseRedirect(here)


def check(visit: Visit, import_id: UUID) -> HttpResponse:
    """POST /imports/{id}/check: try it once more as it is, where a trial was stopped."""
    with suppress(preparing.RunsAlready):
        preparing.check_import(actor=visit.actor, import_id=import_id)
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("import", kwargs={"import_id": import_id})})


def make_missing(visit: Visit, import_id: UUID) -> HttpResponse:
    """POST /imports/{id}/missing: create what the file names and what is not here, and try again."""
    preparing.make_missing(actor=visit.actor, import_id=import_id, name=visit.http.POST.get("name", ""))
    preparing.check_import(actor=visit.actor, import_id=import_id)
    return HttpResponseRedirect(reverse("import", kwargs={"import_id": import_id}))


def cancel(visit: Visit, import_id: UUID) -> HttpResponse:
    """POST /imports/{id}/cancel: stop; what is in already stays until it is undone."""
    of = following.followed(actor=visit.actor, import_id=import_id)
    return awaited.stop(visit, of.run or of.check)


def errors(visit: Visit, import_id: UUID) -> HttpResponse:
    """GET /imports/{id}/errors: the rows that were kept back, as a CSV file."""
    lines = following.error_lines(actor=visit.actor, import_id=import_id)
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = disposition("errors.csv")
    return response


def _progress(of: Followed, job: JobStatus) -> Progress:
    title = gettext("Importing %(file)s") if of.run else gettext("Trying %(file)s")
    address = {"import_id": of.brought.pk}
    url, cancel_url = (reverse(name, kwargs=address) for name in ("import-progress", "cancel-import"))
    return awaited.bar(title % {"file": of.brought.name}, job, url=url, cancel_url=cancel_url)


def _show(
    visit: Visit,
    of: Followed,
    *,
    progress: Progress | None = None,
    notices: tuple[Notice, ...] = (),
    tally: Tally | None = None,
) -> HttpResponse:
    title = gettext("Import %(object)s") % {"object": str(of.about.label_plural)}
    tried = of.run is None
    head = Head(title, steps=steps(2 if tried else 3, of.brought.pk), buttons=tuple(_buttons(visit, of, tally)))
    told = (of.brought.checked if tried else of.brought.counts) if tally else None
    alone = tried and tally is not None and of.brought.together_id is None
    notices += tuple(ended.idle(told, tally)) if tally and told and alone else ()
    return visit.show(
        "shell/imports/follow.html", page=head, progress=progress,
        notices=meanwhile.notices(visit) + notices, tried=tried and tally is not None,
        run_url=reverse("run-import", kwargs={"import_id": of.brought.pk})
            if alone and tally and ended.would_do_something(tally) else "",
        trial=of.brought.check_job_id, file=of.brought.name,
        account=account_of(visit, told, of.order) if told else None,
        readings=readings_of(visit, of) if told and of.run is None else (),
        missing_url=reverse("missing-of-import", kwargs={"import_id": of.brought.pk}) if tried else "",
        figures=tuple(_figures(visit, tally)) if tally else (),
        groups=tuple(_groups(visit, of, tally)) if tally else (),
        whys=following.reasons(actor=visit.actor, import_id=of.brought.pk, dry=tried)
            if tally and tally.kept_back else (),
        undone=_undone(visit, of),
    )  # fmt: skip


def _figures(visit: Visit, tally: Tally) -> Iterator[Figure]:
    for verdict, label in describing.LABELS.items():
        if number := tally.of(verdict):
            yield Figure(number_text(number, locale=visit.locale), gettext(label))
    schema = registry.of(visit.actor.workspace_id)
    for plural, number in tally.missing.items():
        words = {"object": str(schema.object(plural).label_plural)}
        label = gettext("%(object)s created because they were missing") % words
        yield Figure(number_text(number, locale=visit.locale), label)


def _groups(visit: Visit, of: Followed, tally: Tally) -> Iterator[tuple[str, tuple[Told, ...]]]:
    """The first rows of each verdict, those that were kept back before the others."""
    for verdict in TELLING:
        if tally.of(verdict):
            rows = following.rows_of(
                actor=visit.actor, import_id=of.brought.pk, dry=of.run is None, verdict=verdict, limit=FIRST
            )
            yield gettext(describing.LABELS[verdict]), rows


def _buttons(visit: Visit, of: Followed, tally: Tally | None) -> Iterator[MenuItem]:
    address = {"import_id": of.brought.pk}
    if tally and tally.kept_back:
        yield MenuItem(gettext("Download rejected rows"), reverse("import-errors", kwargs=address), "download")
    if together := of.brought.together_id:
        yield MenuItem(gettext("All files"), reverse("import-set", kwargs={"set_id": together}), "arrow-left")
    if of.run is None:
        yield MenuItem(gettext("Change the columns"), reverse("import-mapping", kwargs=address), "pencil")
        yield from _again(of)
        return
    if of.run.cause_id:
        icon, plural = of.about.described.icon, of.about.plural
        yield MenuItem(gettext("Show the records"), f"/{plural}?cause={of.run.cause_id}", icon)
    if of.run.is_over and of.run.cause_id and not of.brought.together_id and not _undone(visit, of):
        yield MenuItem(gettext("Undo"), reverse("undo-import", kwargs=address), "undo-2", dialog=True)
    yield from _from_new(of)
    if tally and tally.kept_back:
        again = reverse("new-import") + f"?object={of.about.plural}"
        yield MenuItem(gettext("Upload the repaired file"), again, "upload", main=True)


def _again(of: Followed) -> Iterator[MenuItem]:
    """The way on after a trial that was stopped."""
    if of.check and of.check.is_over and of.check.state is not JobState.DONE and of.brought.together_id is None:
        again = reverse("check-import", kwargs={"import_id": of.brought.pk})
        yield MenuItem(gettext("Try again"), again, "rotate-ccw", method="post", main=True)


def _from_new(of: Followed) -> Iterator[MenuItem]:
    """The same file once more, after an import that was stopped."""
    if of.run and of.run.is_over and of.run.state is not JobState.DONE and of.brought.together_id is None:
        again = reverse("import-object", kwargs={"import_id": of.brought.pk}) + f"?object={of.about.plural}"
        yield MenuItem(gettext("Import this file again"), again, "rotate-ccw", method="post")


def _undone(visit: Visit, of: Followed) -> bool:
    """Whether the import was taken back."""
    cause_id = of.run.cause_id if of.run and of.run.is_over else None
    return is_undone(visit, cause_id)


def is_undone(visit: Visit, cause_id: UUID | None) -> bool:
    """Whether what a cause did was taken back."""
    return cause_id is not None and causes.is_undone(actor=visit.actor, cause_id=cause_id)


def ask_undo(visit: Visit, import_id: UUID) -> HttpResponse:
    """GET /imports/{id}/undo: what taking it back would do, and what it would leave as it is."""
    url = reverse("undo-import", kwargs={"import_id": import_id})
    return taking_back.ask(visit, _cause_of(visit, import_id), url, gettext("Undo this import?"))


def undo(visit: Visit, import_id: UUID) -> HttpResponse:
    """POST /imports/{id}/undo: take it back."""
    return histories.undo_cause(visit, _cause_of(visit, import_id))


def _cause_of(visit: Visit, import_id: UUID) -> UUID:
    of = following.followed(actor=visit.actor, import_id=import_id)
    if of.run is None or not of.run.is_over or of.run.cause_id is None:
        raise NotFound
    return of.run.cause_id
