"""Several files at once: what each is, one trial of them all, one run, one undo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.kernel.jobs.queries.following import JobStatus
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.sentences import spoken
from plexus.shell.components.feedback import Notice, Progress
from plexus.shell.components.formats import number_text
from plexus.shell.components.forms import Control, Option
from plexus.shell.components.menus import MenuItem
from plexus.shell.importing.actions import gathering
from plexus.shell.importing.actions.preparing import AskedOtherwise, RunsAlready
from plexus.shell.importing.presets import catalogue
from plexus.shell.importing.queries import following
from plexus.shell.importing.queries import together as sets
from plexus.shell.importing.queries.following import Followed, Why
from plexus.shell.importing.queries.together import FollowedSet
from plexus.shell.importing.together import kept_back
from plexus.shell.importing.verdicts import Tally, Verdict
from plexus.shell.web import awaited
from plexus.shell.web.commands import taking_back
from plexus.shell.web.imports import ended, meanwhile
from plexus.shell.web.imports.account import Account, account_of, shared_account
from plexus.shell.web.imports.following import is_undone
from plexus.shell.web.imports.steps import Head, steps_together
from plexus.shell.web.imports.uploading import objects_offered
from plexus.shell.web.records import histories
from plexus.shell.web.visit import Visit

FIGURES = (
    Verdict.CREATED, Verdict.UPDATED, Verdict.UNCHANGED, Verdict.DUPLICATE, Verdict.REJECTED, Verdict.INCOMPLETE,
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One file of the set: what its rows are, as what it was recognised, how many of its columns come in."""

    id: UUID
    place: int
    name: str
    about: str
    kind: str
    columns: str
    leave_out: str


@dataclass(frozen=True)
class Left:
    """A file of which nothing comes in, why, and what it might be taken as."""

    id: str
    name: str
    reason: str
    take_as: Control
    url: str


@dataclass(frozen=True)
class Came:
    """One file after a trial or a run: its figures, why rows were kept back, what is left behind."""

    id: UUID
    name: str
    about: str
    rows: str
    figures: tuple[str, ...]
    kept_back: int
    whys: tuple[Why, ...]
    account: Account


def show_set(visit: Visit, set_id: UUID) -> HttpResponse:
    """GET /imports/sets/{id}: whatever step it is at."""
    of = sets.followed_set(actor=visit.actor, set_id=set_id)
    job = of.run or of.check
    if job is None:
        return HttpResponseRedirect(meanwhile.carried(visit, reverse("import-set-files", kwargs={"set_id": set_id})))
    if not job.is_over:
        return _show(visit, of, progress=_progress(of, job))
    return _show(visit, of, notices=tuple(ended.stopped(job, tried=of.tried)))


def show_files(visit: Visit, set_id: UUID) -> HttpResponse:
    """GET /imports/sets/{id}/files: what each file is, and what comes of it."""
    return _files(visit, sets.followed_set(actor=visit.actor, set_id=set_id))


def check(visit: Visit, set_id: UUID) -> HttpResponse:
    """POST /imports/sets/{id}/check: try all files."""
    of = sets.followed_set(actor=visit.actor, set_id=set_id)
    if hindering := sets.hindrances(actor=visit.actor, of=of):
        points = tuple(f"{each.name}: {_why(each.refusal)}" for each in hindering)
        title = gettext("Some files cannot be brought in like this. Look at their columns, or leave them out.")
        return _files(visit, of, Notice(title, tone="bad", points=points), 422)
    with suppress(RunsAlready):
        gathering.check_set(actor=visit.actor, set_id=set_id)
    return _to(set_id)


def run(visit: Visit, set_id: UUID) -> HttpResponse:
    """POST /imports/sets/{id}/run: begin what was tried; a second click finds it begun."""
    try:
        gathering.run_set(actor=visit.actor, set_id=set_id, tried=visit.http.POST.get("trial"))
    except AskedOtherwise:
        return meanwhile.redirected(reverse("import-set", kwargs={"set_id": set_id}), meanwhile.CHANGED)
    except RunsAlready:
        pass
    return _to(set_id)


def leave_out(visit: Visit, set_id: UUID) -> HttpResponse:
    """POST /imports/sets/{id}/leave: one file stays where it is."""
    gathering.leave_out(actor=visit.actor, set_id=set_id, import_id=_id(visit, "file"))
    return _to(set_id, "import-set-files")


def take(visit: Visit, set_id: UUID) -> HttpResponse:
    """POST /imports/sets/{id}/take: a file that was left comes in as what somebody says it is."""
    plural = visit.http.POST.get("object", "")
    gathering.take_as(actor=visit.actor, set_id=set_id, file_id=_id(visit, "file"), plural=plural)
    return _to(set_id, "import-set-files")


def make_missing(visit: Visit, set_id: UUID) -> HttpResponse:
    """POST /imports/sets/{id}/missing: create what the files name and what is not here, and try again."""
    gathering.make_missing(actor=visit.actor, set_id=set_id, name=visit.http.POST.get("name", ""))
    gathering.check_set(actor=visit.actor, set_id=set_id)
    return _to(set_id)


def show_progress(visit: Visit, set_id: UUID) -> HttpResponse:
    """GET /imports/sets/{id}/progress: the bar; once it is over the page is loaded anew."""
    of = sets.followed_set(actor=visit.actor, set_id=set_id)
    job = of.run or of.check
    return awaited.shown(visit, None if job is None or job.is_over else _progress(of, job))


def cancel(visit: Visit, set_id: UUID) -> HttpResponse:
    """POST /imports/sets/{id}/cancel: stop; what is in already stays until it is undone."""
    of = sets.followed_set(actor=visit.actor, set_id=set_id)
    return awaited.stop(visit, of.run or of.check)


def ask_undo(visit: Visit, set_id: UUID) -> HttpResponse:
    """GET /imports/sets/{id}/undo: what taking all of it back would do."""
    url = reverse("undo-import-set", kwargs={"set_id": set_id})
    return taking_back.ask(visit, _cause(visit, set_id), url, gettext("Undo this import?"))


def undo(visit: Visit, set_id: UUID) -> HttpResponse:
    """POST /imports/sets/{id}/undo: take all of it back."""
    return histories.undo_cause(visit, _cause(visit, set_id))


def _cause(visit: Visit, set_id: UUID) -> UUID:
    of = sets.followed_set(actor=visit.actor, set_id=set_id)
    if of.run is None or not of.run.is_over or of.run.cause_id is None:
        raise NotFound
    return of.run.cause_id


def _to(set_id: UUID, page: str = "import-set") -> HttpResponse:
    return HttpResponseRedirect(reverse(page, kwargs={"set_id": set_id}))


def _id(visit: Visit, name: str) -> UUID:
    try:
        return UUID(visit.http.POST.get(name, ""))
    except ValueError as wrong:
        raise NotFound from wrong


def _why(refusal: Refusal) -> str:
    return " ".join([refusal.sentence(gettext), *(each.sentence(gettext) for each in refusal.fields)])


def _progress(of: FollowedSet, job: JobStatus) -> Progress:
    title = gettext("Importing the files") if of.run else gettext("Trying the files")
    address = {"set_id": of.found.pk}
    url, cancel_url = (reverse(name, kwargs=address) for name in ("import-set-progress", "cancel-import-set"))
    return awaited.bar(title, job, url=url, cancel_url=cancel_url)


def _files(visit: Visit, of: FollowedSet, notice: Notice | None = None, status: int = 200) -> HttpResponse:
    address = {"set_id": of.found.pk}
    started = of.run is not None
    head = Head(gettext("Import several files"), steps=steps_together(3 if started else 1, of.found.pk))
    return visit.show(
        "shell/imports/files.html", status, page=head, system=of.system, started=started,
        notices=meanwhile.notices(visit) + ((notice,) if notice else ()),
        lines=tuple(_line(visit, each) for each in of.members), left=tuple(_lefts(visit, of)),
        check_url=reverse("check-import-set", kwargs=address), leave_url=reverse("leave-import", kwargs=address),
    )  # fmt: skip


def _line(visit: Visit, member: Followed) -> Line:
    order = member.order
    taken = sum(1 for _header, path in order.mapping if path)
    rest = sum(1 for _header, path in order.mapping if not path)
    words = {"taken": number_text(taken, locale=visit.locale), "rest": number_text(rest, locale=visit.locale)}
    columns = gettext("%(taken)s fields filled, %(rest)s columns left out") % words
    about = capfirst(str(member.about.label_plural))
    kind = catalogue.kind_of(order.preset).name if order.preset else ""
    kind = "" if kind == about else kind
    label = gettext("Leave out %(file)s") % {"file": member.brought.name}
    return Line(
        member.brought.pk, (member.brought.place or 0) + 1, member.brought.name,
        about, kind, columns if order.mapping else gettext("as proposed"), label,
    )  # fmt: skip


def _lefts(visit: Visit, of: FollowedSet) -> Iterator[Left]:
    offered = [replace(each, chosen=False) for each in objects_offered(visit, "")]
    for each in of.found.left:
        label = gettext("Take %(file)s as") % {"file": each["name"]}
        options = (Option("", gettext("Take as…"), chosen=True), *offered)
        control = Control("object", label, kind="select", options=options, bare=True, prefix=each["id"])
        url = reverse("take-import", kwargs={"set_id": of.found.pk})
        yield Left(each["id"], each["name"], _reason(visit, each), control, url)


def _reason(visit: Visit, each: dict[str, object]) -> str:
    reason = spoken(each["reason"], gettext)  # type: ignore[arg-type]
    if not each["rows"]:
        return capfirst(reason)
    rows = gettext("%(rows)s rows") % {"rows": number_text(int(str(each["rows"])), locale=visit.locale)}
    return f"{rows}: {reason}"


def _show(
    visit: Visit, of: FollowedSet, *, progress: Progress | None = None, notices: tuple[Notice, ...] = ()
) -> HttpResponse:
    known = progress is None and (of.run is not None or not notices)
    came = tuple(_came(visit, of, each) for each in of.members if of.told(each) is not None) if known else ()
    idle = tuple(ended.idle_together(_tallies(of))) if of.tried and came else ()
    address = {"set_id": of.found.pk}
    head = Head(
        gettext("Import several files"), steps=steps_together(2 if of.tried else 3, of.found.pk),
        buttons=() if progress else tuple(_buttons(visit, of)),
    )  # fmt: skip
    return visit.show(
        "shell/imports/together.html", page=head, progress=progress, came=came, trial=of.found.check_job_id,
        notices=meanwhile.notices(visit) + notices + idle, system=of.system,
        labels=tuple(_labels()), tried=of.tried and bool(came),
        undone=is_undone(visit, of.run.cause_id if of.run else None),
        left=tuple(_lefts(visit, of)), run_url="" if idle else reverse("run-import-set", kwargs=address),
        shared=shared_account([of.told(each) or {} for each in of.members], [each.order for each in of.members]),
        missing_url=reverse("missing-of-import-set", kwargs=address) if of.tried else "",
    )  # fmt: skip


def _tallies(of: FollowedSet) -> tuple[Tally, ...]:
    return tuple(Tally.from_json(of.told(each) or {}) for each in of.members)


def _labels() -> Iterator[str]:
    words = {
        Verdict.CREATED: gettext("created"), Verdict.UPDATED: gettext("updated"),
        Verdict.UNCHANGED: gettext("unchanged"), Verdict.DUPLICATE: gettext("twice in the file"),
        Verdict.REJECTED: gettext("rejected"), Verdict.INCOMPLETE: gettext("without a reference"),
    }  # fmt: skip
    return iter(words[each] for each in FIGURES)


def _came(visit: Visit, of: FollowedSet, member: Followed) -> Came:
    told = of.told(member) or {}
    tally, back = Tally.from_json(told), kept_back(told)
    whys = following.reasons(actor=visit.actor, import_id=member.brought.pk, dry=of.tried) if back else ()
    return Came(
        member.brought.pk, member.brought.name, capfirst(str(member.about.label_plural)),
        number_text(told.get("rows", 0), locale=visit.locale),
        tuple(number_text(tally.of(each), locale=visit.locale) if tally.of(each) else "" for each in FIGURES),
        back, whys, replace(account_of(visit, told, member.order), absent=()),
    )  # fmt: skip


def _buttons(visit: Visit, of: FollowedSet) -> Iterator[MenuItem]:
    address = {"set_id": of.found.pk}
    if of.run is None:
        yield MenuItem(gettext("Change the files"), reverse("import-set-files", kwargs=address), "pencil")
    elif of.run.cause_id and not is_undone(visit, of.run.cause_id):
        yield MenuItem(gettext("Undo"), reverse("undo-import-set", kwargs=address), "undo-2", dialog=True)
    if of.run is not None:
        yield MenuItem(gettext("Import another file"), reverse("new-import"), "upload", main=True)
