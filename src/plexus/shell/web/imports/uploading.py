"""The first step: which object, which file; and the list of one's imports."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.feedback import Notice
from plexus.shell.components.forms import Control, FieldGroup, FormPage, Option
from plexus.shell.components.menus import MenuItem
from plexus.shell.importing.actions import preparing
from plexus.shell.importing.order import Order
from plexus.shell.importing.queries import following
from plexus.shell.web.imports import allowed
from plexus.shell.web.imports.steps import Head, steps
from plexus.shell.web.visit import Visit

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16", "cp1252")
ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xls,.vcf"
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def show_upload(visit: Visit) -> HttpResponse:
    """GET /imports/new: choose an object and a file."""
    if not allowed.anywhere(visit.actor):
        raise NotAllowed
    return _show(visit, visit.http.GET.get("object", "contacts"))


def upload(visit: Visit) -> HttpResponse:
    """POST /imports/new: keep the file, go on to its columns."""
    form, file = visit.http.POST, visit.http.FILES.get("file")
    wanted = form.get("object", "")
    if file is None:
        return _show(visit, wanted, Notice(gettext("Choose a file first."), tone="bad"), 422)
    order = replace(
        Order(wanted), encoding=form.get("encoding") or None, delimiter=form.get("delimiter") or None,
        sheet=form.get("sheet") or None,
    )  # fmt: skip
    try:
        about = registry.of(visit.actor.workspace_id).object(wanted)
        made = preparing.take_file(
            actor=visit.actor,
            about=about,
            name=file.name or "file",
            chunks=file.chunks(),
            order=order,
            recall=True,
        )
    except Refusal as refusal:
        return _show(visit, wanted, Notice(refusal.sentence(gettext), tone="bad"), 422)
    return HttpResponseRedirect(reverse("import-mapping", kwargs={"import_id": made.pk}))


def _show(visit: Visit, wanted: str, notice: Notice | None = None, status: int = 200) -> HttpResponse:
    form = FormPage(
        title=gettext("Import"), action=reverse("new-import"), upload=True, save_label=gettext("Go on"), notice=notice,
        cancel_url=reverse("imports"), steps=steps(0), groups=(FieldGroup("", _controls(visit, wanted)), _details()),
        intro=gettext(
            "CSV, Excel or vCard; exports of Salesforce, HubSpot, Zoho, Dynamics and Pipedrive are recognised. "
            "Nothing is changed before you have seen what would happen."
        ),
    )  # fmt: skip
    return visit.show("shell/layouts/form.html", status, page=form)


def _controls(visit: Visit, wanted: str) -> tuple[Control, ...]:
    offered = [
        Option(each.plural, capfirst(str(each.label_plural)), chosen=each.plural == wanted)
        for each in registry.of(visit.actor.workspace_id)
        if allowed.into(visit.actor, each)
    ]
    return (
        Control("object", gettext("What the rows are"), kind="select", options=tuple(offered), required=True),
        Control("file", gettext("File"), kind="file", required=True, wide=True, accept=ACCEPTED),
    )


def _details() -> FieldGroup:
    found = Option("", gettext("find out"))
    names = {"comma": gettext("comma"), "semicolon": gettext("semicolon"), "tab": gettext("tab"), "bar": gettext("bar")}
    encodings = (found, *(Option(each, each.upper()) for each in ENCODINGS))
    delimiters = (found, *(Option(sign, names[key]) for sign, key in DELIMITERS.items()))
    return FieldGroup(
        gettext("If the file is read wrongly"),
        (
            Control("encoding", gettext("Encoding"), kind="select", options=encodings),
            Control("delimiter", gettext("Between the cells"), kind="select", options=delimiters),
            Control("sheet", gettext("Sheet"), placeholder=gettext("the first one")),
        ),
        folded=True,
    )


def list_imports(visit: Visit) -> HttpResponse:
    """GET /imports: one's imports, the newest first."""
    new = MenuItem(gettext("Import"), reverse("new-import"), "upload", main=True)
    buttons = (new,) if allowed.anywhere(visit.actor) else ()
    return visit.show(
        "shell/imports/list.html", page=Head(gettext("Imports"), buttons=buttons),
        items=following.recent(actor=visit.actor),
    )  # fmt: skip
