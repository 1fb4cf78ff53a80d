"""Objects and their fields: what there is, a new object, and one object with everything it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.models import FieldDefinition, ObjectDefinition
from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import fields as field_actions
from plexus.shell.administration.actions import objects as administration
from plexus.shell.administration.queries import shape
from plexus.shell.components.forms import Control, FormPage
from plexus.shell.components.menus import MenuItem
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings import wording
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.objects import kinds
from plexus.shell.web.settings.page import (
    NO_ERRORS,
    Errors,
    errors_of,
    form,
    notice_of,
    select,
    show,
    status_of,
    version_of,
    why,
)

PAGE = "settings-objects"
ICONS = {
    "box": pgettext_lazy("an icon", "Box"),
    "boxes": pgettext_lazy("an icon", "Boxes"),
    "factory": pgettext_lazy("an icon", "Factory"),
    "wrench": pgettext_lazy("an icon", "Wrench"),
    "truck": pgettext_lazy("an icon", "Truck"),
    "warehouse": pgettext_lazy("an icon", "Warehouse"),
    "package": pgettext_lazy("an icon", "Package"),
    "building": pgettext_lazy("an icon", "Building"),
    "map-pin": pgettext_lazy("an icon", "Place"),
    "car": pgettext_lazy("an icon", "Car"),
    "cpu": pgettext_lazy("an icon", "Chip"),
    "microscope": pgettext_lazy("an icon", "Microscope"),
    "graduation-cap": pgettext_lazy("an icon", "Mortarboard"),
    "heart-pulse": pgettext_lazy("an icon", "Heartbeat"),
    "briefcase": pgettext_lazy("an icon", "Briefcase"),
    "file-text": pgettext_lazy("an icon", "Document"),
    "receipt": pgettext_lazy("an icon", "Receipt"),
    "calendar": pgettext_lazy("an icon", "Calendar"),
    "award": pgettext_lazy("an icon", "Medal"),
    "flag": pgettext_lazy("an icon", "Flag"),
}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field in the list of an object's fields, in words."""

    id: Any
    name: str
    label: str
    kind: str
    marks: tuple[str, ...]


@administrators_only
@require_safe
def objects(request: PageRequest) -> HttpResponse:
    """The objects, and those that were retired."""
    new = MenuItem(_("New object"), reverse("settings-new-object"), "plus", main=True)
    retired = [(row, shape.label_of(row)) for row in shape.retired_objects(request.actor)]
    return show(
        request, "objects", PAGE, objects=[(each, capfirst(str(each.label))) for each in shape.objects(request.actor)],
        retired=retired, buttons=(new,),
    )  # fmt: skip


@administrators_only
@require_http_methods(["GET", "POST"])
def new_object(request: PageRequest) -> HttpResponse:
    """A form for a new object; then its page, where its fields are added."""
    if request.method != "POST":
        return _form_page(request)
    try:
        made = administration.create_object(actor=request.actor, values=_given(request), now=request.now)
    except Refusal as refusal:
        return _form_page(request, refusal=refusal)
    messages.success(request, _("Made. Now add the fields that it needs."))
    return redirect("settings-object", made.name)


@administrators_only
@require_safe
def object_page(request: PageRequest, plural: str) -> HttpResponse:
    """One object: the fields that were added, those it came with, and the retired ones."""
    found = shape.shape(request.actor, plural)
    buttons = [
        MenuItem(_("Layouts"), reverse("settings-layouts", args=[plural]), "layout-panel-left"),
        MenuItem(_("Rules"), reverse("settings-rules", args=[plural]), "shield-alert"),
        MenuItem(_("Completeness"), reverse("settings-standard", args=[plural]), "gauge"),
        MenuItem(_("New field"), reverse("settings-new-field", args=[plural]), "plus", main=True),
    ]
    if found.definition:
        change = reverse("settings-change-object", args=[plural])
        buttons.insert(0, MenuItem(_("Change"), change, "pencil"))
    return show(
        request, "object", PAGE, title=capfirst(str(found.about.label_plural)), shape=found, plural=plural,
        added=[_line(found, row) for row in found.added],
        retired=[_line(found, row) for row in found.retired],
        standard=[_standard_line(each) for each in found.standard], buttons=tuple(buttons),
        records_url=reverse("records", args=[plural]),
    )  # fmt: skip


@administrators_only
@require_http_methods(["GET", "POST"])
def change_object(request: PageRequest, plural: str) -> HttpResponse:
    """The labels, the icon and the place of an object of one's own."""
    held = shape.shape(request.actor, plural).definition
    if held is None:
        return redirect("settings-object", plural)
    if request.method != "POST":
        return _form_page(request, held)
    try:
        administration.change_object(
            actor=request.actor, object_id=held.pk, values=_given(request), now=request.now,
            version=version_of(request),
        )  # fmt: skip
    except Refusal as refusal:
        return _form_page(request, held, refusal)
    messages.success(request, _("Saved."))
    return redirect("settings-object", plural)


@administrators_only
@require_POST
def retire_object(request: PageRequest, plural: str) -> HttpResponse:
    """Show the object nowhere any more; its records stay."""
    held = shape.shape(request.actor, plural).definition
    if held is None:
        return redirect(PAGE)
    try:
        administration.retire_object(actor=request.actor, record_id=held.pk, now=request.now)
    except Invalid as refusal:
        messages.error(request, why(refusal))
        return redirect("settings-object", plural)
    messages.success(request, _("Retired. Nothing was lost; you can use it again here."))
    return redirect(PAGE)


@administrators_only
@require_POST
def reinstate_object(request: PageRequest, object_id: Any) -> HttpResponse:
    """Show a retired object again."""
    administration.reinstate_object(actor=request.actor, record_id=object_id, now=request.now)
    messages.success(request, _("It is back, with all its records."))
    return redirect(PAGE)


@administrators_only
@require_POST
def reorder(request: PageRequest, plural: str) -> HttpResponse:
    """Keep the order of the added fields."""
    names = [str(each) for each in request.POST.getlist("name")]
    field_actions.reorder_fields(actor=request.actor, plural=plural, names=names, now=request.now)
    return HttpResponse(status=204)


def _line(found: shape.Shape, row: FieldDefinition) -> FieldLine:
    about = found.about
    marks = (
        *((_("required"),) if row.required else ()),
        *((_("no two alike"),) if row.unique else ()),
        *((_("fast filter"),) if row.filterable else ()),
        *((_("cannot be calculated"),) if row.name in found.broken else ()),
        *(wording.marks_of(about.fields[row.name]) if row.name in about.fields else ()),
    )
    return FieldLine(row.pk, row.name, str(shape.label_of(row)), kinds.words_of(row.type), marks)


def _standard_line(one: Field) -> FieldLine:
    return FieldLine(None, one.name, str(one.label), kinds.words_of(one.type.key), wording.marks_of(one))


def _form_page(
    request: PageRequest, held: ObjectDefinition | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    title = str(shape.label_of(held)) if held else _("New object")
    made = _form(request, held, title, refusal)
    status = status_of(refusal) if refusal else 200
    return show(request, "object_form", PAGE, title=title, form=made, held=held, status=status)


def _form(request: PageRequest, held: ObjectDefinition | None, title: str, refusal: Refusal | None) -> FormPage:
    errors = errors_of(refusal) if refusal else NO_ERRORS
    kept: Mapping[str, Any] = request.POST if request.method == "POST" else vars(held) if held else {"in_rail": True}
    action = reverse("settings-change-object", args=[held.name]) if held else reverse("settings-new-object")
    intro = (
        ""
        if held
        else _("Things that your company keeps track of and that are not here yet: machines, sites, courses.")
    )
    return form(
        title,
        action,
        (*_labels(kept, errors), *_others(kept, errors)),
        save=_("Save") if held else _("Make it"),
        version=held.version if held else None,
        notice=notice_of(refusal) if refusal else None,
        intro=intro,
    )


def _labels(kept: Mapping[str, Any], errors: Errors) -> tuple[Control, ...]:
    """The names, those in the reader's language first; one is enough."""
    english = (
        Control("label_en", _("Name in English"), value=kept.get("label_en") or "", placeholder="Machine",
                errors=errors.get("label_en", ())),
        Control("plural_en", _("Several of them in English"), value=kept.get("plural_en") or "",
                placeholder="Machines"),
    )  # fmt: skip
    chinese = (
        Control("label_zh", _("Name in Chinese"), value=kept.get("label_zh") or "", placeholder="机器",
                errors=errors.get("label_zh", ())),
    )  # fmt: skip
    return (*chinese, *english) if (get_language() or "en").startswith("zh") else (*english, *chinese)


def _others(kept: Mapping[str, Any], errors: Errors) -> tuple[Control, ...]:
    icon = kept.get("icon") or "box"
    return (
        select("icon", _("Icon"), [(each, str(label)) for each, label in ICONS.items()], icon),
        Control("description", _("What it is for"), kind="textarea", wide=True, value=kept.get("description") or ""),
        Control("in_rail", _("Show it in the menu"), kind="checkbox", checked=bool(kept.get("in_rail"))),
        Control("name", _("API name"), value=kept.get("name") or "", hint=_("Made from the name when left empty."),
                errors=errors.get("name", ()), readonly="version" in kept),
    )  # fmt: skip


def _given(request: PageRequest) -> dict[str, Any]:
    texts = ("label_en", "plural_en", "label_zh", "icon", "description", "name")
    given: dict[str, Any] = {each: request.POST.get(each, "").strip() for each in texts}
    return given | {"in_rail": request.POST.get("in_rail") == "true"}
