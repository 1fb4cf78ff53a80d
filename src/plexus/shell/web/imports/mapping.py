"""The second step: which column fills which field, by what records are found again, what is created."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.feedback import Notice
from plexus.shell.components.forms import FormPage
from plexus.shell.importing import describing, hinting
from plexus.shell.importing.actions import preparing
from plexus.shell.importing.columns import plan
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import ordering
from plexus.shell.importing.queries import following
from plexus.shell.web.imports import fresh, meanwhile
from plexus.shell.web.imports.account import system_of
from plexus.shell.web.imports.asked import order_of
from plexus.shell.web.imports.fixed import fixed_of
from plexus.shell.web.imports.fresh import Fresh
from plexus.shell.web.imports.lines import lines_of
from plexus.shell.web.imports.opened import Opened, open_import
from plexus.shell.web.imports.steps import steps, steps_together
from plexus.shell.web.imports.ways import ways_of
from plexus.shell.web.visit import Visit


@dataclass(frozen=True)
class Offer:
    """Something to know of the file, with a button of the form that acts on it."""

    text: str
    label: str
    url: str
    name: str = ""
    value: str = ""


def show_mapping(visit: Visit, import_id: UUID) -> HttpResponse:
    """GET /imports/{id}/mapping: every column with what is proposed, or was asked before; once it runs, how it runs."""
    if following.own_import(actor=visit.actor, import_id=import_id).job_id is not None:
        return HttpResponseRedirect(meanwhile.carried(visit, reverse("import", kwargs={"import_id": import_id})))
    return _show(visit, open_import(visit, import_id), meanwhile.notices(visit))


def draw_mapping(visit: Visit, import_id: UUID) -> HttpResponse:
    """POST /imports/{id}/mapping/draw: the same page after another choice; nothing is kept."""
    found, form = open_import(visit, import_id), visit.http.POST
    return _show(visit, _asking(found, order_of(found, form, drawing=True)), making=fresh.wanted(found, form))


def save_mapping(visit: Visit, import_id: UUID) -> HttpResponse:
    """POST /imports/{id}/mapping: make the fields that are wanted, keep the mapping, and try the import."""
    found, form = open_import(visit, import_id), visit.http.POST
    wanted, together = fresh.wanted(found, form), found.followed.brought.together_id
    try:
        with transaction.atomic():
            _keep(visit, found, order_of(found, form, fresh.make(visit, found, wanted)))
    except preparing.RunsAlready:
        return meanwhile.redirected(reverse("import", kwargs={"import_id": import_id}), meanwhile.STARTED)
    except Refusal as refusal:
        points = tuple(
            f"{_label(found.followed.about, each.field)}: {each.sentence(gettext)}" for each in refusal.fields
        )
        notice = Notice(refusal.sentence(gettext), tone="bad", points=points)
        return _show(visit, _asking(found, order_of(found, form, drawing=True)), (notice,), 422, wanted)
    if wanted:
        messages.success(visit.http, fresh.told(wanted))
    if together:
        return HttpResponseRedirect(reverse("import-set-files", kwargs={"set_id": together}))
    return HttpResponseRedirect(reverse("import", kwargs={"import_id": import_id}))


def _keep(visit: Visit, found: Opened, order: Order) -> None:
    """Keep what is asked if it fits; a file that comes alone is tried at once."""
    about = registry.of(visit.actor.workspace_id).object(found.followed.about.plural)
    plan(visit.actor, about, order, found.table, found.profiles)
    preparing.change_order(actor=visit.actor, import_id=found.followed.brought.pk, order=order)
    if found.followed.brought.together_id is None:
        preparing.check_import(actor=visit.actor, import_id=found.followed.brought.pk)


def start_afresh(visit: Visit, import_id: UUID) -> HttpResponse:
    """POST /imports/{id}/afresh: without what an earlier import said."""
    preparing.start_afresh(actor=visit.actor, import_id=import_id)
    return HttpResponseRedirect(reverse("import-mapping", kwargs={"import_id": import_id}))


def take_preset(visit: Visit, import_id: UUID) -> HttpResponse:
    """POST /imports/{id}/preset: as a file of the system whose columns it has."""
    preparing.read_as(actor=visit.actor, import_id=import_id, preset=visit.http.POST.get("preset", ""))
    return HttpResponseRedirect(reverse("import-mapping", kwargs={"import_id": import_id}))


def take_for(visit: Visit, import_id: UUID) -> HttpResponse:
    """POST /imports/{id}/object: the same file as records of another object."""
    wanted = visit.http.POST.get("object") or visit.http.GET.get("object", "")
    about = registry.of(visit.actor.workspace_id).object(wanted)
    made = preparing.take_for(actor=visit.actor, import_id=import_id, about=about)
    address = reverse("import-mapping", kwargs={"import_id": made.pk})
    if visit.wants_part:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _asking(found: Opened, order: Order) -> Opened:
    return replace(found, followed=replace(found.followed, order=order))


def _label(about: Object, name: str) -> str:
    return str(about.fields[name].label) if name in about.fields else name


def _show(
    visit: Visit,
    found: Opened,
    notices: tuple[Notice, ...] = (),
    status: int = 200,
    making: Mapping[int, Fresh] | None = None,
) -> HttpResponse:
    of, columns = found.followed, found.columns()
    address, together = {"import_id": of.brought.pk}, of.brought.together_id
    form = FormPage(
        title=gettext("Import %(object)s") % {"object": str(of.about.label_plural)},
        action=reverse("import-mapping", kwargs=address), redraws=reverse("draw-mapping", kwargs=address),
        save_label=gettext("Save") if together else gettext("Try it"),
        cancel_url=reverse("import-set-files", kwargs={"set_id": together}) if together
            else reverse("new-import") + f"?object={of.about.plural}&from={of.brought.pk}",
        steps=steps_together(1, together) if together else steps(1, of.brought.pk),
        groups=ways_of(found, columns, visit.actor),
        intro=f"{of.brought.name}: {describing.format_text(found.table.format)}",
    )  # fmt: skip
    return visit.show(
        "shell/imports/mapping.html", status, page=form, lines=tuple(lines_of(visit, found, columns, making)),
        fixed=fixed_of(visit, found, columns), offers=tuple(_offers(visit, found)),
        draw_url=reverse("draw-mapping", kwargs=address), notices=notices,
    )  # fmt: skip


def _offers(visit: Visit, found: Opened) -> Iterator[Offer]:
    """An earlier import that this one follows, and the object that the file is rather about."""
    of = found.followed
    address = {"import_id": of.brought.pk}
    if of.order.preset:
        text = gettext("Read as %(system)s. Its columns stand at their fields.") % {"system": system_of(of.order)}
        yield Offer(text, gettext("Read it as any other file"), reverse("import-afresh", kwargs=address))
    elif seen := ordering.recognised(found.table.headers, of.about.plural):
        text = gettext("The columns are those of %(system)s.") % {"system": system_of(Order("", preset=seen.key))}
        label, url = gettext("Read it as that"), reverse("import-preset", kwargs=address)
        yield Offer(text, label, url, "preset", seen.preset)
    if (model := following.model_of(actor=visit.actor, order=of.order)) is not None:
        day = date_format(localtime(model.created_at), "DATE_FORMAT")
        text = gettext("Everything is set as in your import of %(file)s on %(day)s.") % {"file": model.name, "day": day}
        yield Offer(text, gettext("Start afresh"), reverse("import-afresh", kwargs=address))
    other = hinting.likelier(visit.actor, of.about, of.brought.name, found.table, found.profiles)
    if other is not None:
        words = {"objects": str(other.label_plural), "these": str(of.about.label_plural)}
        text = gettext("The columns look like %(objects)s rather than %(these)s.") % words
        label = gettext("Import as %(objects)s") % words
        yield Offer(text, label, reverse("import-object", kwargs=address), "object", other.plural)
