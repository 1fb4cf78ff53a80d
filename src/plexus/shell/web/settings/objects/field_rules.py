"""What is said of one field: when it is required, what it begins with, when it is shown, whether it is fast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import indexed, registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.models import FieldRule
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import rules as administration
from plexus.shell.administration.actions.rules import FAST, SAID
from plexus.shell.administration.queries import ruled
from plexus.shell.components.forms import Control
from plexus.shell.components.menus import MenuItem
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.objects import expressions, rules
from plexus.shell.web.settings.objects.overview import PAGE
from plexus.shell.web.settings.page import notice_of, show, status_of

EXAMPLES = {
    "required_when": ("amount > money(100000, 'CNY')", "outcome = 'lost'", "is_empty(email) and is_empty(phone)"),
    "default": ("add_days(today(), 30)", "account.owner", "'web'"),
    "visible_when": ("outcome = 'lost'", "kind = 'customer'"),
}


@administrators_only
@require_safe
def choose(request: PageRequest, plural: str) -> HttpResponse:
    """To the rules of the field that was chosen, or back where none was."""
    about = registry.of(request.actor.workspace_id).object(plural)
    name = request.GET.get("field", "")
    if name not in about.fields:
        return redirect("settings-rules", plural)
    return redirect("settings-field-rules", plural, name)


@administrators_only
@require_http_methods(["GET", "POST"])
def field_rules(request: PageRequest, plural: str, name: str) -> HttpResponse:
    """The rules of one field."""
    about, one = _field(request, plural, name)
    held = ruled.field_rule(request.actor, plural, name)
    if request.method != "POST":
        said = {part: getattr(held, part, "") for part in SAID} | {FAST: getattr(held, FAST, False)}
        return _page(request, about, one, said, held)
    values: dict[str, Any] = {part: request.POST.get(part, "").strip() for part in SAID}
    values[FAST] = request.POST.get(FAST) == "true"
    match request.POST.get("way"):
        case "check":
            return render(request, "shell/settings/tolds.html", {"written": _written(request, about, one, values)})
        case "try":
            lacking = f"({values['required_when'] or 'false'}) and is_empty({name})"
            return rules.tried(request, about, lacking, lacking=True)
    try:
        administration.keep_field_rule(actor=request.actor, plural=plural, field=name, values=values, now=request.now)
    except Refusal as refusal:
        return _page(request, about, one, values, held, refusal)
    messages.success(request, _said(values, held))
    return redirect("settings-rules", plural)


def _said(values: Mapping[str, Any], held: FieldRule | None) -> str:
    if values[FAST] and not (held and held.filterable):
        return _("Saved. Its index is being built; everybody can go on working.")
    return _("Saved. It holds at every door from now on.")


def _controls(about: Object, one: Field, values: Mapping[str, Any], refusal: Refusal | None) -> tuple[Control, ...]:
    """Whether the field is to be fast, where no index leads to it yet."""
    errors = expressions.refused_at(tuple(refusal.fields), FAST) if refusal else ()
    if not (indexed.may_be(about, one) or values[FAST] or errors):
        return ()
    hint = _("Keeps an index. Choose it for fields that many lists ask for.")
    label = _("Fast to filter and sort by")
    ticked = bool(values[FAST])
    return (Control(FAST, label, kind="checkbox", value="true", checked=ticked, hint=hint, errors=errors, wide=True),)


def _field(request: PageRequest, plural: str, name: str) -> tuple[Object, Field]:
    about = registry.of(request.actor.workspace_id).object(plural)
    if name not in about.fields:
        raise NotFound
    return about, about.fields[name]


def _written(
    request: PageRequest, about: Object, one: Field, values: Mapping[str, Any], refusal: Refusal | None = None
) -> tuple[expressions.Written, ...]:
    schema = registry.of(request.actor.workspace_id)
    words = {
        "required_when": (_("Required when"), _("A record without it is refused while this holds: on pages, in the "
                          "API, in imports and in bulk changes.")),
        "default": (_("New records begin with"), _("What a new record gets where nothing was said.")),
        "visible_when": (_("Shown when"), _("Form and record page show the field only while this holds. That is "
                         "presentation and no secret: who must not see it is told by the field rights of roles.")),
    }  # fmt: skip
    offered = SAID if one.writable else ("visible_when",)
    found = []
    for name in offered:
        label, hint = words[name]
        errors = expressions.refused_at(tuple(refusal.fields), name) if refusal else ()
        box = expressions.box(name, label, values[name], hint=hint, errors=errors)
        told = (
            expressions.told_of_default(values[name], about, one, schema)
            if name == "default"
            else expressions.told_of_condition(values[name], about, schema)
        )
        fitting = (each for each in EXAMPLES[name] if _fits(name, each, about, one, request))
        found.append(expressions.Written(box, told, tuple((each, "") for each in fitting)))
    return tuple(found)


def _fits(name: str, example: str, about: Object, one: Field, request: PageRequest) -> bool:
    schema = registry.of(request.actor.workspace_id)
    if name == "default":
        return expressions.told_of_default(example, about, one, schema).state == "good"
    return expressions.told_of_condition(example, about, schema).state == "good"


def _page(
    request: PageRequest,
    about: Object,
    one: Field,
    values: Mapping[str, Any],
    held: FieldRule | None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    history = MenuItem(_("History"), reverse("history", args=["field-rules", held.pk]), "history") if held else None
    return show(
        request, "rule", PAGE, title=f"{capfirst(str(about.label_plural))} · {one.label}",
        buttons=(history,) if history else (), plural=about.plural, about=about,
        action=reverse("settings-field-rules", args=[about.plural, one.name]),
        written=_written(request, about, one, values, refusal), controls=_controls(about, one, values, refusal),
        tries=one.writable,
        offered=expressions.offered(about, registry.of(request.actor.workspace_id)), save=_("Save"),
        back=reverse("settings-rules", args=[about.plural]),
        notice=notice_of(refusal) if refusal else None, status=status_of(refusal) if refusal else 200,
    )  # fmt: skip
