"""What a complete record holds: which fields count and how much, what comes first, and what is kept in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plexus.kernel.schema import registry
from plexus.kernel.schema.completing import HEAVIEST, is_countable
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standard_rules import has_form
from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import standards as administration
from plexus.shell.administration.queries import quality
from plexus.shell.components.forms import Control
from plexus.shell.components.menus import MenuItem
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.objects.overview import PAGE
from plexus.shell.web.settings.page import notice_of, select, show, status_of


@dataclass(frozen=True, slots=True)
class StandardLine:
    """A field with its weight, as a control; `kept` says whether it is kept in one form, where it has one."""

    name: str
    label: str
    weight: Control | None
    formed: bool
    kept: bool


@administrators_only
@require_http_methods(["GET", "POST"])
def standard(request: PageRequest, plural: str) -> HttpResponse:
    """The standard of an object."""
    about = registry.of(request.actor.workspace_id).object(plural)
    if request.method != "POST":
        return _page(request, about, _held(about))
    values = _typed(request, about)
    try:
        administration.keep_standard(actor=request.actor, plural=plural, values=values, now=request.now)
    except Refusal as refusal:
        return _page(request, about, values, refusal)
    messages.success(request, _("Saved. From now on completeness is reckoned like this, everywhere."))
    return redirect("settings-standard", plural)


@administrators_only
@require_POST
def drop(request: PageRequest, plural: str) -> HttpResponse:
    """Back to the standard that the product ships with."""
    administration.drop_standard(actor=request.actor, plural=plural, now=request.now)
    messages.success(request, _("The standard that the product came with holds again."))
    return redirect("settings-standard", plural)


def _held(about: Object) -> dict[str, Any]:
    said = about.standard
    return {"weights": said.weights, "important_by": said.important_by, "normalised": said.normalised}


def _typed(request: PageRequest, about: Object) -> dict[str, Any]:
    sent = {name: request.POST.get(f"weight_{name}", "") for name in about.fields}
    return {
        "weights": {name: int(text) for name, text in sent.items() if text.isdecimal() and int(text)},
        "important_by": request.POST.get("important_by", ""),
        "normalised": [name for name in request.POST.getlist("normalised") if name in about.fields],
    }


def _page(
    request: PageRequest, about: Object, values: Mapping[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    held = quality.standard(request.actor, about.plural)
    history = (
        MenuItem(_("History"), reverse("history", args=["quality-standards", held.pk]), "history") if held else None
    )
    lines = [_line(one, values) for one in about.fields.values() if is_countable(one) or has_form(one)]
    sorts = [(each.name, str(each.label)) for each in about.fields.values() if _orders(each)]
    return show(
        request, "standard", PAGE, title=_("Completeness of %(objects)s") % {"objects": about.label_plural},
        buttons=(history,) if history else (), plural=about.plural, about=about, lines=lines, changed=held is not None,
        total=sum(values["weights"].values()), ships=bool(about.described.counted),
        important=select(
            "important_by", _("What matters most comes first by"), [("", _("nothing in particular")), *sorts],
            values["important_by"], hint=_("The worklist begins with the records in which this is highest or latest."),
        ),
        judged=capfirst(str(about.label_plural)), notice=notice_of(refusal) if refusal else None,
        status=status_of(refusal) if refusal else 200,
    )  # fmt: skip


def _orders(one: Field) -> bool:
    return one.type.numeric or one.type.key in {"date", "date_time", "money", "rating"}


def _line(one: Field, values: Mapping[str, Any]) -> StandardLine:
    weight = str(values["weights"].get(one.name, ""))
    choices = [("", _("does not count")), *((str(each), str(each)) for each in range(1, HEAVIEST + 1))]
    label = _("Weight of %(field)s") % {"field": one.label}
    control = select(f"weight_{one.name}", label, choices, weight, bare=True) if is_countable(one) else None
    return StandardLine(one.name, str(one.label), control, has_form(one), one.name in values["normalised"])
