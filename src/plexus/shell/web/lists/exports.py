"""A list as a file: which columns, which format; at once when it is short, by a worker when it is long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.feedback import Notice
from plexus.shell.components.formats import number_text
from plexus.shell.components.forms import Control, FieldGroup, FormPage, Option
from plexus.shell.exporting.actions.requesting import request_export
from plexus.shell.exporting.asking import Narrowed
from plexus.shell.exporting.rows import Rows
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import export_response
from plexus.shell.metering import Rates, count_work
from plexus.shell.web import asking
from plexus.shell.web.limited import works
from plexus.shell.web.lists import columns
from plexus.shell.web.visit import Visit

AT_ONCE = 5_000
CARRIED = ("query", "all", "id")


@works("exports")
def download(visit: Visit, objects: str) -> HttpResponseBase:
    """GET /{objects}/export?format=xlsx&column=name: what the list shows, every page of it, streamed."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    asked = asking.asked_of(visit, about, visit.http.GET)
    condition = asking.condition(visit, about, asked) & _only(_ids(visit.http.GET))
    return export_response(visit.actor, about, condition, _wanted(visit.http.GET, asked))


def ask(visit: Visit, objects: str) -> HttpResponse:
    """GET /{objects}/export/ask: the dialog that asks for columns and format; the selection travels with it."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    return _dialog(visit, about, visit.http.GET)


def begin(visit: Visit, objects: str) -> HttpResponse:
    """POST /{objects}/export/ask: to the file itself when it is short, else to the page that follows its job."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    form = visit.http.POST
    listed, ids = _listed(form)
    asked = asking.asked_of(visit, about, listed)
    try:
        wanted = _wanted(form, asked)
        rows = Rows(visit.actor, about, asking.condition(visit, about, asked) & _only(ids), wanted)
        if not rows.more_than(AT_ONCE):
            return _gone_to(visit, _address(about, form, listed, ids))
        narrowed = Narrowed(asked.whole, asked.words, asked.cause, tuple(map(str, ids)), asked.breaks)
        Rates((count_work(visit.actor, "exports"),)).enforce()
        job = request_export(actor=visit.actor, about=about, wanted=wanted, now=visit.now, narrowed=narrowed)
    except Refusal as refusal:
        return _dialog(visit, about, form, Notice(refusal.sentence(gettext), tone="bad"), 422)
    return _gone_to(visit, reverse("export-job", kwargs={"job_id": job.pk}))


def _gone_to(visit: Visit, address: str) -> HttpResponse:
    if visit.wants_part:
        return HttpResponse(status=204, headers={"HX-Redirect": address, "HX-Trigger": "close-dialog"})
    return HttpResponseRedirect(address)


def _wanted(given: QueryDict, asked: asking.ListQuery) -> Wanted:
    """How the file shall look: in words for people, in API names for programs."""
    kind = given.get("format", "csv")
    names = tuple(str(name) for name in given.getlist("column"))
    return Wanted(kind, fields=names, labels=kind != "ndjson", sort=asked.sort, bom=True)


def _listed(given: QueryDict) -> tuple[QueryDict, tuple[UUID, ...]]:
    """The list that was shown, and the records that were chosen of it; all of it when none were."""
    return QueryDict(given.get("query", "")), () if given.get("all") else _ids(given)


def _ids(given: QueryDict) -> tuple[UUID, ...]:
    try:
        return tuple(UUID(str(key)) for key in given.getlist("id"))
    except ValueError as error:
        raise NotFound from error


def _only(ids: tuple[UUID, ...]) -> Q:
    return Q(pk__in=ids) if ids else Q()


def _address(about: Object, form: QueryDict, listed: QueryDict, ids: tuple[UUID, ...]) -> str:
    kept = [
        (name, str(value)) for name, values in listed.lists() if name not in {"cursor", "format"} for value in values
    ]
    chosen = [("format", form.get("format", "csv")), *(("column", str(name)) for name in form.getlist("column"))]
    pairs = [*kept, *chosen, *(("id", str(key)) for key in ids)]
    return reverse("export", kwargs={"objects": about.plural}) + "?" + urlencode(pairs)


def _dialog(
    visit: Visit, about: Object, given: QueryDict, notice: Notice | None = None, status: int = 200
) -> HttpResponse:
    listed, ids = _listed(given)
    groups = (FieldGroup("", tuple(_controls(visit, about, given))),)
    page = FormPage(
        gettext("Export %(objects)s") % {"objects": str(about.label_plural)},
        reverse("export-ask", kwargs={"objects": about.plural}), groups, gettext("Export"), notice=notice,
        intro=_told(visit, about, listed, ids),
        hidden=tuple((name, str(value)) for name in CARRIED for value in given.getlist(name)),
    )  # fmt: skip
    return visit.show("shell/components/dialog_form.html", status, page=page)


def _told(visit: Visit, about: Object, listed: QueryDict, ids: tuple[UUID, ...]) -> str:
    """How much goes into the file, and that it is what the list shows."""
    asked = asking.asked_of(visit, about, listed)
    found = Rows(visit.actor, about, asking.condition(visit, about, asked) & _only(ids), Wanted("csv"))
    if found.more_than(AT_ONCE):
        count = number_text(AT_ONCE, locale=visit.locale)
        return gettext("More than %(count)s records, as the list is filtered and sorted. A worker writes the file.") % {
            "count": count
        }
    number = found.count()
    words = {"count": number_text(number, locale=visit.locale)}
    if ids:
        return (
            ngettext("The %(count)s record that you selected.", "The %(count)s records that you selected.", number)
            % words
        )
    return (
        ngettext(
            "%(count)s record, as the list is filtered and sorted.",
            "%(count)s records, as the list is filtered and sorted.",
            number,
        )
        % words
    )


def _controls(visit: Visit, about: Object, given: QueryDict) -> Iterator[Control]:
    kinds = {
        "xlsx": (gettext("Excel"), ".xlsx"), "csv": ("CSV", gettext("opens in Excel, too")),
        "ndjson": ("NDJSON", gettext("for programs")),
    }  # fmt: skip
    wanted = given.get("format", "xlsx")
    offered = tuple(Option(key, label, key == wanted, hint) for key, (label, hint) in kinds.items())
    yield Control("format", gettext("Format"), kind="radio", wide=True, options=offered)
    kept = columns.chosen(visit, about, visit.preferences)
    title = kept.names[0]
    every = [Option(title, str(about.fields[title].label), chosen=True)]
    every += [Option(each.name, each.label, chosen=each.shown) for each in columns.choices(visit, about, kept)]
    chosen = set(given.getlist("column"))
    options = tuple(replace(each, chosen=each.value in chosen) for each in every) if chosen else tuple(every)
    yield Control("column", gettext("Columns"), kind="multiple", options=options, wide=True)
