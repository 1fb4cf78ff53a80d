"""Rules of an object: listed, made, changed, tried on the records that there are, switched off and on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.models import RuleDefinition
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.tailoring import in_either
from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import rules as administration
from plexus.shell.administration.queries import ruled
from plexus.shell.components.forms import Control
from plexus.shell.components.menus import MenuItem
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings import wording
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.objects import expressions
from plexus.shell.web.settings.objects.overview import PAGE
from plexus.shell.web.settings.page import notice_of, select, show, status_of, version_of, why

NAMES = ("message_en", "message_zh", "refuse_when", "field")
EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "deals": (
        "amount > money(100000, 'CNY') and is_empty(expected_close_on)", "outcome = 'lost' and is_empty(lost_reason)",
    ),
    "contacts": ("is_empty(email) and is_empty(phone)",),
    "accounts": ("kind = 'customer' and is_empty(owner)",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in the list."""

    id: UUID
    said: str
    refuse_when: str


@dataclass(frozen=True, slots=True)
class FieldRuleLine:
    """A field of which something is said."""

    name: str
    label: str
    marks: tuple[str, ...]


@administrators_only
@require_safe
def rules(request: PageRequest, plural: str) -> HttpResponse:
    """The rules of an object, and what is said of its fields."""
    about = registry.of(request.actor.workspace_id).object(plural)
    found = ruled.rules(request.actor, plural)
    offered = [(each.name, str(each.label)) for each in about.fields.values() if each.name not in {"id", "version"}]
    new = MenuItem(_("New rule"), reverse("settings-new-rule", args=[plural]), "plus", main=True)
    return show(
        request, "rules", PAGE, title=_("Rules of %(objects)s") % {"objects": about.label_plural}, buttons=(new,),
        plural=plural, about=about, fields=field_lines(about),
        asked=[_line(row) for row in found if row.retired_at is None],
        off=[_line(row) for row in found if row.retired_at is not None],
        choose=select("field", _("Another field"), offered, ""),
    )  # fmt: skip


def _line(row: RuleDefinition) -> RuleLine:
    return RuleLine(row.pk, str(in_either(row.message_en, row.message_zh)), row.refuse_when)


def field_lines(about: Object) -> list[FieldRuleLine]:
    """The fields of an object of which something is said."""
    lines = (FieldRuleLine(each.name, str(each.label), wording.marks_of(each)) for each in about.fields.values())
    return [line for line in lines if line.marks]


@administrators_only
@require_http_methods(["GET", "POST"])
def new_rule(request: PageRequest, plural: str) -> HttpResponse:
    """A new rule; while it is typed, what is wrong with it, and how many records break it."""
    about = registry.of(request.actor.workspace_id).object(plural)
    if request.method != "POST":
        return _page(request, about, {})
    values = _typed(request)
    if answer := _on_the_way(request, about, values):
        return answer
    try:
        administration.create_rule(actor=request.actor, plural=plural, values=values, now=request.now)
    except Refusal as refusal:
        return _page(request, about, values, refusal=refusal)
    messages.success(request, _("The rule is asked from now on, at every door."))
    return redirect("settings-rules", plural)


@administrators_only
@require_http_methods(["GET", "POST"])
def rule(request: PageRequest, rule_id: UUID) -> HttpResponse:
    """One rule."""
    held = ruled.rule(request.actor, rule_id)
    about = registry.of(request.actor.workspace_id).object(held.object)
    if request.method != "POST":
        return _page(request, about, {name: getattr(held, name) for name in NAMES}, held)
    values = _typed(request)
    if answer := _on_the_way(request, about, values):
        return answer
    try:
        administration.change_rule(
            actor=request.actor, rule_id=rule_id, values=values, now=request.now, version=version_of(request)
        )
    except Refusal as refusal:
        return _page(request, about, values, held, refusal)
    messages.success(request, _("Saved."))
    return redirect("settings-rules", held.object)


@administrators_only
@require_POST
def switch(request: PageRequest, rule_id: UUID) -> HttpResponse:
    """Ask a rule no more, or again; one that could not be asked stays off, and it is said why."""
    held = ruled.rule(request.actor, rule_id)
    act = administration.retire_rule if request.POST.get("to") == "off" else administration.reinstate_rule
    try:
        act(actor=request.actor, record_id=rule_id, now=request.now)
    except Invalid as refusal:
        told = {"name": in_either(held.message_en, held.message_zh), "why": why(refusal)}
        messages.error(request, _("“%(name)s” stays off. %(why)s") % told)
    return redirect("settings-rules", held.object)


def _typed(request: PageRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in NAMES}


def _on_the_way(request: PageRequest, about: Object, values: Mapping[str, str]) -> HttpResponse | None:
    """The answer to what is only looked at: whether it can be understood, or how many records break it."""
    match request.POST.get("way"):
        case "check":
            return render(request, "shell/settings/tolds.html", {"written": _written(request, about, values)})
        case "try":
            return tried(request, about, values["refuse_when"])
        case _:
            return None


def tried(request: PageRequest, about: Object, expression: str, *, lacking: bool = False) -> HttpResponse:
    """How many records an expression holds for, with the way to their list."""
    shown: dict[str, Any] = {}
    try:
        found = ruled.tried(request.actor, about, expression, request.now)
    except Refusal as refusal:
        shown["sentence"] = refusal.fields[0].sentence(_) if refusal.fields else refusal.sentence(_)
        return render(request, "shell/settings/tried.html", shown)
    words = {"number": f"{found.number:,}", "all": f"{found.all:,}"}
    if lacking:
        text = ngettext(
            "%(number)s of %(all)s records lacks it and will be asked for it when it is saved next.",
            "%(number)s of %(all)s records lack it and will be asked for it when they are saved next.", found.number,
        )  # fmt: skip
    else:
        text = ngettext(
            "%(number)s of %(all)s records breaks this rule.", "%(number)s of %(all)s records break this rule.",
            found.number,
        )  # fmt: skip
    shown["sentence"] = text % words
    shown["shows"] = (
        f"{reverse('records', args=[about.plural])}?{urlencode({'breaks': expression})}" if found.number else ""
    )
    return render(request, "shell/settings/tried.html", shown)


def _written(
    request: PageRequest, about: Object, values: Mapping[str, Any], refusal: Refusal | None = None
) -> tuple[expressions.Written, ...]:
    text = str(values.get("refuse_when") or "")
    errors = expressions.refused_at(tuple(refusal.fields), "refuse_when") if refusal else ()
    box = expressions.box("refuse_when", _("Refuse a record when"), text, errors=errors)
    told = expressions.told_of_condition(text, about, registry.of(request.actor.workspace_id))
    return (expressions.Written(box, told, tuple((each, "") for each in EXAMPLES.get(about.plural, ()))),)


def _page(
    request: PageRequest,
    about: Object,
    values: Mapping[str, Any],
    held: RuleDefinition | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    action = reverse("settings-rule", args=[held.pk]) if held else reverse("settings-new-rule", args=[about.plural])
    history = MenuItem(_("History"), reverse("history", args=["custom-rules", held.pk]), "history") if held else None
    return show(
        request, "rule", PAGE,
        title=_("Rule of %(objects)s") % {"objects": about.label_plural} if held
        else _("New rule of %(objects)s") % {"objects": about.label_plural},
        buttons=(history,) if history else (), plural=about.plural, about=about, held=held, action=action,
        written=_written(request, about, values, refusal), controls=_controls(about, values, refusal), tries=True,
        offered=expressions.offered(about, registry.of(request.actor.workspace_id)),
        save=_("Save") if held else _("Make the rule"), back=reverse("settings-rules", args=[about.plural]),
        notice=notice_of(refusal) if refusal else None, status=status_of(refusal) if refusal else 200,
    )  # fmt: skip


def _controls(about: Object, values: Mapping[str, Any], refusal: Refusal | None) -> tuple[Control, ...]:
    def errors(name: str) -> tuple[str, ...]:
        return expressions.refused_at(tuple(refusal.fields), name) if refusal else ()

    english = Control(
        "message_en", _("What is said in English"), wide=True, value=values.get("message_en") or "",
        placeholder=_("Say what is wrong and what to do."), errors=errors("message_en"),
    )  # fmt: skip
    chinese = Control(
        "message_zh", _("What is said in Chinese"), wide=True, value=values.get("message_zh") or "",
        placeholder=_("Say what is wrong and what to do."), errors=errors("message_zh"),
    )  # fmt: skip
    fields = [("", _("the record as a whole")), *((each.name, each.label) for each in about.fields.values())]
    where = select("field", _("Said at the field"), fields, str(values.get("field") or ""))
    said = (chinese, english) if (get_language() or "en").startswith("zh") else (english, chinese)
    return (*said, where)
