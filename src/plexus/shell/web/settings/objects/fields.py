"""One field: made, changed, moved to another type, its values merged, retired and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from plexus.kernel.records.many.rewriting import Rewritten
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.models import FieldDefinition
from plexus.kernel.schema.tailoring import field_made
from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import choices as choosing
from plexus.shell.administration.actions import fields as administration
from plexus.shell.administration.actions import retyping
from plexus.shell.administration.queries import shape
from plexus.shell.commanding.actions import handing_over, looking
from plexus.shell.commanding.actions.whole import Act
from plexus.shell.commanding.queries import looked
from plexus.shell.components.menus import MenuItem
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.commands import following
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.objects import field_form, kinds
from plexus.shell.web.settings.objects.overview import PAGE
from plexus.shell.web.settings.page import NO_ERRORS, errors_of, notice_of, select, show, status_of, version_of, why

DRAFT, LOOK = "draft", "look"


@administrators_only
@require_http_methods(["GET", "POST"])
def new_field(request: PageRequest, plural: str) -> HttpResponse:
    """A new field: the form answers each change of it with what it would be, and makes it when it is sent."""
    about = registry.of(request.actor.workspace_id).object(plural)
    if request.method != "POST":
        return _page(request, plural, {"type": request.GET.get("type", "text")})
    values = field_form.typed(request, about.plural, None)
    if _is_draft(request):
        return _page(request, plural, values)
    try:
        administration.create_field(actor=request.actor, plural=about.plural, values=values, now=request.now)
    except Refusal as refusal:
        return _page(request, plural, values, refusal=refusal)
    messages.success(request, _("The field is there for everybody."))
    return redirect("settings-object", plural)


@administrators_only
@require_http_methods(["GET", "POST"])
def field(request: PageRequest, field_id: UUID) -> HttpResponse:
    """One field: what may change of it, and what happens when it is retired."""
    held = shape.field(request.actor, field_id)
    if request.method != "POST":
        return _page(request, held.object, field_form.held_values(held), held)
    values = field_form.typed(request, held.object, held)
    if _is_draft(request):
        return _page(request, held.object, values, held)
    try:
        administration.change_field(
            actor=request.actor, field_id=field_id, values=values, now=request.now, version=version_of(request)
        )
    except Refusal as refusal:
        return _page(request, held.object, values, held, refusal)
    messages.success(request, _("Saved."))
    return redirect("settings-object", held.object)


@administrators_only
@require_POST
def retire(request: PageRequest, field_id: UUID) -> HttpResponse:
    """Show the field nowhere any more; its values stay."""
    try:
        row = administration.retire_field(actor=request.actor, record_id=field_id, now=request.now)
    except Invalid as refusal:
        messages.error(request, why(refusal))
        return redirect("settings-field", field_id)
    messages.success(request, _("Retired. Its values stay and come back with it."))
    return redirect("settings-object", _object(row, request, field_id))


@administrators_only
@require_POST
def reinstate(request: PageRequest, field_id: UUID) -> HttpResponse:
    """Show a retired field again; one that could not be calculated stays where it is, and it is said why."""
    held = shape.field(request.actor, field_id)
    try:
        row = administration.reinstate_field(actor=request.actor, record_id=field_id, now=request.now)
    except Invalid as refusal:
        told = {"name": shape.label_of(held), "why": why(refusal)}
        messages.error(request, _("“%(name)s” stays retired. %(why)s") % told)
        return redirect("settings-object", held.object)
    messages.success(request, _("The field is back, with its values."))
    return redirect("settings-object", _object(row, request, field_id))


@administrators_only
@require_POST
def merge(request: PageRequest, field_id: UUID) -> HttpResponse:
    """Make one value of a list another."""
    key, into = request.POST.get("key", ""), request.POST.get("into", "")
    try:
        if job := _handed_over(request, "merge-choices", field_id, {"key": key, "into": into}):
            return job
        done = choosing.merge_choices(actor=request.actor, record_id=field_id, key=key, into=into, now=request.now)
    except Refusal as refusal:
        messages.error(request, why(refusal))
    else:
        told = ngettext("Merged; %(n)d record changed.", "Merged; %(n)d records changed.", done.changed)
        messages.success(request, told % {"n": done.changed})
    return redirect("settings-field", field_id)


@administrators_only
@require_http_methods(["GET", "POST"])
def retype(request: PageRequest, field_id: UUID) -> HttpResponse:
    """What a change of type would keep and lose; sent, it does it."""
    held = shape.field(request.actor, field_id)
    wanted = request.POST.get("type") or request.GET.get("type", "")
    if wanted not in dict(kinds.offered()):
        return redirect("settings-field", field_id)
    try:
        if request.method == "POST":
            return _retyped(request, field_id, wanted)
        seen = _seen(request, field_id, wanted)
    except Refusal as refusal:
        messages.error(request, why(refusal))
        return redirect("settings-field", field_id)
    return show(
        request, "retype", PAGE, title=str(shape.label_of(held)), seen=seen, wanted=wanted, field=held,
        old_words=kinds.words_of(held.type), new_words=kinds.words_of(wanted),
    )  # fmt: skip


def _handed_over(request: PageRequest, key: str, field_id: UUID, params: Mapping[str, str]) -> HttpResponse | None:
    """To where the progress is shown, when so many records are touched that a worker does it."""
    asked = Act("custom-fields", key, (field_id,), params, request.now)
    job = handing_over.act(actor=request.actor, asked=asked)
    return redirect(following.address_of(job)) if job else None


def _retyped(request: PageRequest, field_id: UUID, wanted: str) -> HttpResponse:
    """Look what would be lost, where that takes long; or change the type."""
    if request.POST.get("way") == LOOK:
        job = looking.request_look(actor=request.actor, field_id=field_id, type=wanted)
        return redirect(following.address_of(job))
    if followed := _handed_over(request, "change-type", field_id, {"type": wanted}):
        return followed
    retyping.change_type(actor=request.actor, record_id=field_id, type=wanted, now=request.now)
    messages.success(request, _("The field has its new type. Undo in its history takes it back."))
    return redirect("settings-field", field_id)


def _seen(request: PageRequest, field_id: UUID, wanted: str) -> Rewritten | None:
    """What would be kept and lost: found out at once, or by the worker that was asked; nothing before it was."""
    actor = request.actor
    if look := request.GET.get("look"):
        found = looked.result_of(actor=actor, job_id=look, kind=looking.KIND, field=str(field_id), type=wanted)
        rows = [UUID(each) for each in found.get("rows", ())]
        examples = retyping.values_held(actor=actor, field_id=field_id, rows=rows)
        return Rewritten(int(found["kept"]), int(found["lost"]), examples=examples) if found else None
    many = retyping.size_of_type(actor=actor, rows=[field_id], most=handing_over.AT_ONCE, type=wanted)
    if many > handing_over.AT_ONCE:
        return None
    return retyping.preview_type(actor=actor, field_id=field_id, type=wanted)


def _is_draft(request: PageRequest) -> bool:
    """Whether the form asks what it would make, of the whole of it or of what comes of it only."""
    return request.POST.get("way") in {DRAFT, LOOK}


def _object(row: Any, request: PageRequest, field_id: UUID) -> str:
    return str(getattr(row, "object", "") or shape.field(request.actor, field_id).object)


def _page(
    request: PageRequest,
    plural: str,
    values: Mapping[str, Any],
    held: FieldDefinition | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    about = registry.of(request.actor.workspace_id).object(plural)
    errors = errors_of(refusal) if refusal else NO_ERRORS
    action = reverse("settings-field", args=[held.pk]) if held else reverse("settings-new-field", args=[plural])
    known = {"type", "name", "label_en", "label_zh", "required", "unique", "filterable"}
    loose = tuple(line for name, lines in errors.items() if name not in known for line in lines)
    return show(
        request,
        "field_draft" if _is_draft(request) else "field",
        PAGE,
        title=str(shape.label_of(held)) if held else _("New field of %(objects)s") % {"objects": about.label_plural},
        buttons=_buttons(held),
        form=field_form.form_of(request, plural, values, held, errors),
        action=action,
        plural=plural,
        about=about,
        held=held,
        loose=loose,
        looking=request.POST.get("way") == LOOK and "whole" not in request.POST,
        notice=notice_of(refusal) if refusal else None,
        merging=_merging(held) if held and kinds.has_choices(held.type) else (),
        retyping=_retyping(held) if held and held.type not in retyping.FIXED else None,
        status=status_of(refusal) if refusal else 200,
    )


def _buttons(held: FieldDefinition | None) -> tuple[MenuItem, ...]:
    """The way to what became of the field, where every change of it can be taken back."""
    if held is None:
        return ()
    return (MenuItem(_("History"), reverse("history", args=["custom-fields", held.pk]), "history"),)


def _merging(held: FieldDefinition) -> tuple[Any, ...]:
    offered = [(each.key, str(each.label)) for each in field_made(vars(held)).choices]
    if len(offered) < 2:
        return ()
    asked = [("", "—"), *offered]  # nobody merges what stands first in a list
    return tuple(
        replace(select(name, label, asked, ""), required=True)
        for name, label in (("key", _("This value")), ("into", _("becomes")))
    )


def _retyping(held: FieldDefinition) -> Any:
    others = [each for each in kinds.offered() if each[0] not in {*retyping.FIXED, "file", held.type}]
    return select("type", _("Another type"), others, others[0][0])
