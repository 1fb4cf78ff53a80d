"""Layouts of an object: for everybody and for single roles, put together by dragging or by keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plexus.kernel.access.rights import FieldRight
from plexus.kernel.identity.models import Role
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.layout import Layout, Listed, Section
from plexus.kernel.schema.object import Object, Related
from plexus.kernel.schema.registry import Schema
from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import layouts as administration
from plexus.shell.administration.queries import listing, ruled
from plexus.shell.components.lists import ColumnChoice
from plexus.shell.components.menus import MenuItem
from plexus.shell.web import laying
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.records import facts
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.objects import kinds
from plexus.shell.web.settings.objects.overview import PAGE
from plexus.shell.web.settings.page import notice_of, show, status_of

# What no page shows, and what every record page shows at its end.
NEVER_LAID = frozenset({"id", "version", *facts.QUIET})


@dataclass(frozen=True, slots=True)
class Chip:
    """A field that can be laid somewhere; `note` says who does not see it all the same."""

    name: str
    label: str
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A section with its names in both languages and its fields."""

    english: str
    chinese: str
    collapsed: bool
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class ListChoice:
    """A list of related records, and which of their fields it shows."""

    name: str
    label: str
    shown: bool
    columns: tuple[ColumnChoice, ...]


@administrators_only
@require_safe
def layouts(request: PageRequest, plural: str) -> HttpResponse:
    """Whose layout there is."""
    about = registry.of(request.actor.workspace_id).object(plural)
    roles = [(each.name, each.pk, each.pk in about.layouts) for each in listing.roles(request.actor)]
    return show(
        request, "layouts", PAGE, title=_("Layouts of %(objects)s") % {"objects": about.label_plural}, plural=plural,
        about=about, roles=roles, everybody=None in about.layouts,
    )  # fmt: skip


@administrators_only
@require_http_methods(["GET", "POST"])
def layout(request: PageRequest, plural: str, role_id: UUID | None = None) -> HttpResponse:
    """One layout: what form, record page and list show, where and in which order."""
    about = registry.of(request.actor.workspace_id).object(plural)
    role = listing.role(request.actor, role_id) if role_id else None
    if request.method != "POST":
        return _page(request, about, role)
    name = f"{capfirst(str(about.label_plural))} · {role.name if role else _('Everybody')}"[:200]
    try:
        administration.keep_layout(
            actor=request.actor,
            plural=plural,
            role_id=role_id,
            name=name,
            parts=_parts(request, about),
            now=request.now,
        )
    except Refusal as refusal:
        return _page(request, about, role, refusal)
    messages.success(request, _("Saved. Forms, records and lists look so from now on."))
    return redirect("settings-layouts", plural)


@administrators_only
@require_POST
def drop(request: PageRequest, plural: str, role_id: UUID | None = None) -> HttpResponse:
    """Go back to what was shown before."""
    administration.drop_layout(actor=request.actor, plural=plural, role_id=role_id, now=request.now)
    messages.success(request, _("Gone. Everything looks as it did before this layout."))
    return redirect("settings-layouts", plural)


def _parts(request: PageRequest, about: Object) -> dict[str, Any]:
    """The layout that the form describes: what stands in it, one after the other."""
    sections, rest = _laid(request, about)
    return {
        "sections": [each for each in sections if each["fields"] or each["label_en"] or each["label_zh"]],
        "hidden": [name for name in rest if name in laying.usual(about)],
        "related": list(_lists(request)),
        "columns": [str(name) for name in request.POST.getlist("column") if name in about.fields],
    }


def _laid(request: PageRequest, about: Object) -> tuple[list[dict[str, Any]], list[str]]:
    """The sections, each with the fields that follow it in the form, and the fields that stand in none."""
    labels = zip(request.POST.getlist("label_en"), request.POST.getlist("label_zh"), strict=False)
    sections: list[dict[str, Any]] = []
    fields = rest = list[str]()
    for item in map(str, request.POST.getlist("item")):
        match item.partition(":"):
            case "section", _, _:
                english, chinese = next(labels)
                fields = []
                names = {"label_en": english.strip(), "label_zh": chinese.strip()}
                sections.append({**names, "fields": fields, "collapsed": False})
            case "rest", _, _:
                fields = rest
            case "collapsed", _, _:
                sections[-1]["collapsed"] = True
            case "field", _, name if name in about.fields:
                fields.append(name)
    return sections, rest


def _lists(request: PageRequest) -> Iterator[dict[str, Any]]:
    made: dict[str, Any] | None = None
    for item in map(str, request.POST.getlist("list")):
        kind, _colon, name = item.partition(":")
        if kind == "list":
            if made:
                yield made
            made = {"list": name, "fields": [], "hidden": True}
        elif made and kind == "shown":
            made["hidden"] = False
        elif made and kind == "column":
            made["fields"].append(name)
    if made:
        yield made


def _page(request: PageRequest, about: Object, role: Role | None, refusal: Refusal | None = None) -> HttpResponse:
    schema = registry.of(request.actor.workspace_id)
    role_id = role.pk if role else None
    held = about.layout_for(role_id)
    made = role_id in about.layouts
    laid = _sections(request, about, role_id, held)
    placed = {name for box in laid for name in box[0].fields}
    left = [name for name in about.fields if name not in placed and name not in NEVER_LAID]
    who = role.name if role else _("Everybody")
    address = ("settings-layout", [about.plural, role_id]) if role_id else ("settings-layout-everybody", [about.plural])
    drops = "settings-drop-layout" if role_id else "settings-drop-layout-everybody"
    return show(
        request, "layout", PAGE, title=f"{capfirst(str(about.label_plural))} · {who}", plural=about.plural, about=about,
        buttons=_buttons(request, about, role_id), role=role, made=made, action=reverse(address[0], args=address[1]),
        drop=reverse(drops, args=address[1]), rest=_chips(about, left, role),
        boxes=[Box(*labels, section.collapsed, _chips(about, section.fields, role)) for section, labels in laid],
        lists=_list_choices(about, schema, held), columns=_columns(about, held),
        notice=notice_of(refusal) if refusal else None, points=tuple(each.sentence(_) for each in refusal.fields)
        if refusal else (), status=status_of(refusal) if refusal else 200,
    )  # fmt: skip


def _buttons(request: PageRequest, about: Object, role_id: UUID | None) -> tuple[MenuItem, ...]:
    row = ruled.layout(request.actor, about.plural, role_id)
    return (MenuItem(_("History"), reverse("history", args=["layouts", row.pk]), "history"),) if row else ()


def _sections(
    request: PageRequest, about: Object, role_id: UUID | None, held: Layout | None
) -> list[tuple[Section, tuple[str, str]]]:
    """The sections with their names in both languages; one with everything where nobody laid anything out."""
    row = ruled.layout(request.actor, about.plural, role_id) or ruled.layout(request.actor, about.plural, None)
    if held is None or not held.sections:
        return [(Section("", tuple(name for name in laying.usual(about) if name in about.fields)), ("", ""))]
    stored = row.parts.get("sections", ()) if row else ()
    whole = Layout(held.sections, held.hidden, own=role_id in about.layouts and role_id is not None)
    sections = whole.placed(laying.usual(about), about.fields)
    kept = [each for each in stored if any(name in about.fields for name in each.get("fields", ()))]
    names = [(each.get("label_en", ""), each.get("label_zh", "")) for each in kept]
    return [(each, names[index] if index < len(names) else ("", "")) for index, each in enumerate(sections)]


def _chips(about: Object, names: Iterable[str], role: Role | None) -> tuple[Chip, ...]:
    return tuple(_chip(about.fields[name], about, role) for name in names if name not in NEVER_LAID)


def _chip(one: Field, about: Object, role: Role | None) -> Chip:
    hidden = role is not None and role.fields.get(about.plural, {}).get(one.name) == FieldRight.HIDDEN.name.lower()
    return Chip(one.name, str(one.label), kinds.words_of(one.type.key), _("hidden from this role") if hidden else "")


def _list_choices(about: Object, schema: Schema, held: Layout | None) -> tuple[ListChoice, ...]:
    laid = {each.name: each for each in held.related} if held else {}
    known = schema.related(about.plural)
    names = (*(name for name in laid if name in known), *(name for name in known if name not in laid))
    children = ((name, schema.object(known[name].object)) for name in names)
    return tuple(
        _list_choice(schema, about, known[name], child, laid.get(name))
        for name, child in children
        if not child.described.administered and _leads_to_one(child, known[name].field)
    )


def _leads_to_one(child: Object, field: str) -> bool:
    """As record pages show lists: what is about many records stands on the timeline instead."""
    return child.fields[field].type.key == "reference" or child.fields[field].custom


def _list_choice(schema: Schema, about: Object, one: Related, child: Object, laid: Listed | None) -> ListChoice:
    shown = (laid.fields if laid else ()) or child.described.summary
    offered = [
        each for each in child.fields.values() if each.name not in {*NEVER_LAID, one.field, child.described.title}
    ]
    columns = tuple(ColumnChoice(each.name, str(each.label), each.name in shown) for each in offered)
    label = laying.list_label(schema, about, one)
    return ListChoice(one.name, label, not (laid and laid.hidden), columns)


def _columns(about: Object, held: Layout | None) -> Sequence[ColumnChoice]:
    shown = (held.columns if held else ()) or about.described.columns
    ordered = (*(name for name in shown if name in about.fields), *(name for name in about.fields if name not in shown))
    names = (name for name in ordered if name not in {"id", "version", about.described.title})
    return [ColumnChoice(name, str(about.fields[name].label), name in shown) for name in names]
