"""The first step: which files, and what their rows are; and the list of one's imports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.kernel.jobs.queries.following import JobStatus
from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.feedback import Empty, Notice
from plexus.shell.components.formats import listed_text
from plexus.shell.components.forms import Control, FieldGroup, FormPage, Option
from plexus.shell.components.menus import MenuItem
from plexus.shell.importing.actions import gathering, preparing
from plexus.shell.importing.models import Import
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import catalogue
from plexus.shell.importing.presets.ordering import NONE
from plexus.shell.importing.queries import following
from plexus.shell.importing.queries import together as sets
from plexus.shell.importing.reading.limits import DEFAULT
from plexus.shell.web.imports import allowed
from plexus.shell.web.imports.steps import Head, steps
from plexus.shell.web.limited import works
from plexus.shell.web.visit import Visit

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16", "cp1252")
ACCEPTED = ".csv,.tsv,.txt,.psv,.xlsx,.xls,.vcf,.zip"
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def show_upload(visit: Visit) -> HttpResponse:
    """GET /imports/new: choose an object and a file, or several files."""
    if not allowed.anywhere(visit.actor):
        raise NotAllowed
    return _show(visit, visit.http.GET.get("object", ""), kept=_kept(visit))


def _kept(visit: Visit) -> Import | None:
    """The file from whose columns somebody came back, unless it was brought in since."""
    try:
        found = following.own_import(actor=visit.actor, import_id=UUID(visit.http.GET.get("from", "")))
    except (ValueError, NotFound):
        return None
    return found if found.job_id is None else None


@works("imports")
def upload(visit: Visit) -> HttpResponse:
    """POST /imports/new: keep the files; go on to the columns of one, or to what several of them hold."""
    form, given = visit.http.POST, visit.http.FILES.getlist("file")
    wanted = form.get("object", "")
    if not given:
        return _show(visit, wanted, Notice(gettext("Choose a file first."), tone="bad"), 422)
    order = replace(
        Order(wanted), encoding=form.get("encoding") or None, delimiter=form.get("delimiter") or None,
        sheet=form.get("sheet") or None, preset=form.get("preset", ""),
    )  # fmt: skip
    try:
        address = _taken(visit, order, given)
        if visit.wants_part:
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)
    except Refusal as refusal:
        return _show(visit, wanted, Notice(refusal.sentence(gettext), tone="bad"), 422)


def _taken(visit: Visit, order: Order, given: Sequence[UploadedFile[Any]]) -> str:
    """The page on which the files that were kept are looked at next."""
    if len(given) > 1 or gathering.is_archive(given[0]):
        uploads = [(file.name or "file", file.chunks()) for file in given]
        plain = replace(order, object="", preset="")
        made = gathering.take_files(actor=visit.actor, uploads=uploads, order=plain, preset=order.preset)
        return reverse("import-set", kwargs={"set_id": made.pk})
    file = given[0]
    about = registry.of(visit.actor.workspace_id).object(order.object) if order.object else None
    one = preparing.take_file(
        actor=visit.actor, about=about, name=file.name or "file", chunks=file.chunks(), order=order, recall=True,
        filled=True,
    )  # fmt: skip
    return reverse("import-mapping", kwargs={"import_id": one.pk})


def _show(
    visit: Visit, wanted: str, notice: Notice | None = None, status: int = 200, kept: Import | None = None
) -> HttpResponse:
    if kept is not None:
        text = gettext("Go on with it, or choose another file instead.")
        notice = Notice(gettext("“%(file)s” is here already.") % {"file": kept.name}, text)
    form = FormPage(
        title=gettext("Import"), action=reverse("new-import"), upload=True, save_label=gettext("Go on"), notice=notice,
        cancel_url=reverse("imports"), steps=steps(0), more=_going_on(kept),
        groups=(FieldGroup("", _controls(visit, wanted)), _details()),
        intro=gettext(
            "CSV, Excel or vCard; exports of Salesforce, HubSpot, Zoho, Dynamics and Pipedrive are recognised. Choose "
            "several files of an export, or one zip archive, and they come in together with their links. "
            "Nothing is changed before you have seen what would happen."
        ),
    )  # fmt: skip
    return visit.show("shell/layouts/form.html", status, page=form)


def _going_on(kept: Import | None) -> tuple[MenuItem, ...]:
    """Back to the columns of a file that is here, and to what was imported before."""
    earlier = MenuItem(gettext("Earlier imports"), reverse("imports"), "history")
    if kept is None:
        return (earlier,)
    url = reverse("import-mapping", kwargs={"import_id": kept.pk})
    return (MenuItem(gettext("Go on with %(file)s") % {"file": kept.name}, url, "arrow-right"), earlier)


def objects_offered(visit: Visit, wanted: str) -> tuple[Option, ...]:
    """The objects whose rows the actor may bring in."""
    return tuple(
        Option(each.plural, capfirst(str(each.label_plural)), chosen=each.plural == wanted)
        for each in registry.of(visit.actor.workspace_id)
        if allowed.into(visit.actor, each)
    )


def _controls(visit: Visit, wanted: str) -> tuple[Control, ...]:
    found = Option("", gettext("find out by the columns"), chosen=not wanted)
    return (
        Control(
            "file", gettext("Files"), kind="file", required=True, wide=True, accept=ACCEPTED, several=True,
            most=DEFAULT.file_bytes,
        ),
        Control(
            "object", gettext("What the rows are"), kind="select", options=(found, *objects_offered(visit, wanted)),
            hint=gettext("Counts for one file; of several it is found out."),
        ),
    )  # fmt: skip


def _details() -> FieldGroup:
    found = Option("", gettext("find out"))
    names = {"comma": gettext("comma"), "semicolon": gettext("semicolon"), "tab": gettext("tab"), "bar": gettext("bar")}
    systems = (found, *(Option(each.name, each.label) for each in catalogue.every()), Option(NONE, gettext("another")))
    encodings = (found, *(Option(each, each.upper()) for each in ENCODINGS))
    delimiters = (found, *(Option(sign, names[key]) for sign, key in DELIMITERS.items()))
    return FieldGroup(
        gettext("If the file is read wrongly"),
        (
            Control("preset", gettext("Written by"), kind="select", options=systems),
            Control("encoding", gettext("Encoding"), kind="select", options=encodings),
            Control("delimiter", gettext("Between the cells"), kind="select", options=delimiters),
            Control("sheet", gettext("Sheet"), placeholder=gettext("the first one")),
        ),
        folded=True,
    )


def list_imports(visit: Visit) -> HttpResponse:
    """GET /imports: one's imports of one file or of several, the newest first."""
    new = MenuItem(gettext("Import"), reverse("new-import"), "upload", main=True)
    buttons = (new,) if allowed.anywhere(visit.actor) else ()
    begin = MenuItem(gettext("Choose a file"), new.url, "upload", main=True) if buttons else None
    empty = Empty(
        gettext("Nothing was imported yet"),
        gettext("Drop a CSV or Excel file and see what would happen before anything does.")
        if begin
        else gettext("Your role only reads. Whoever may add records can import them from a CSV or Excel file."),
        "upload", action=begin,
    )  # fmt: skip
    return visit.show(
        "shell/imports/list.html", page=Head(gettext("Imports"), buttons=buttons), items=tuple(_listed(visit)),
        empty=empty,
    )  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """One import in the list."""

    url: str
    name: str
    about: str
    at: datetime
    state: str


def _listed(visit: Visit) -> Iterator[Listed]:
    alone = [
        Listed(
            reverse("import", kwargs={"import_id": each.brought.pk}), each.brought.name, str(each.about.label_plural),
            each.brought.created_at, _state(each.run, each.check),
        )
        for each in following.recent(actor=visit.actor)
    ]  # fmt: skip
    together = [
        Listed(
            reverse("import-set", kwargs={"set_id": each.found.pk}),
            listed_text(member.brought.name for member in each.members), each.system or gettext("several files"),
            each.found.created_at, _state(each.run, each.check),
        )
        for each in sets.recent_sets(actor=visit.actor)
    ]  # fmt: skip
    yield from sorted((*alone, *together), key=lambda each: each.at, reverse=True)


def _state(run: JobStatus | None, check: JobStatus | None) -> str:
    return run.state_label if run else gettext("Tried") if check else gettext("Prepared")
