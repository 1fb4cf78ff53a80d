"""Roles: who may do what, as a table in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plexus.kernel.access.rights import Verb
from plexus.kernel.identity.models import Role
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import roles as administration
from plexus.shell.administration.actions.roles import EVERY_OTHER, RESERVED
from plexus.shell.administration.queries import listing
from plexus.shell.components.forms import Control
from plexus.shell.web.actor import PageRequest
from plexus.shell.web.settings import wording
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.page import form, notice_of, select, show, show_forms, status_of, version_of

PAGE = "settings-roles"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An object with a control, or words, for each verb."""

    label: str
    plural: str
    controls: tuple[Control, ...] = ()
    words: tuple[str, ...] = ()
    limited: int = 0


@administrators_only
@require_http_methods(["GET", "POST"])
def roles(request: PageRequest) -> HttpResponse:
    """The roles, and a new one."""
    if request.method == "POST" and (name := request.POST.get("name", "").strip()):
        made = administration.create_role(actor=request.actor, name=name, now=request.now)
        return redirect("settings-role", made.pk)
    count = listing.count_by_role(listing.people(request.actor))
    rows = [(each, count.get(each.pk, 0)) for each in listing.roles(request.actor)]
    new = form(_("New role"), reverse(PAGE), (Control("name", _("Name"), required=True),))
    return show(request, "roles", PAGE, roles=rows, form=new)


@administrators_only
@require_http_methods(["GET", "POST"])
def role(request: PageRequest, role_id: UUID) -> HttpResponse:
    """One role's levels."""
    held = listing.role(request.actor, role_id)
    if request.method != "POST":
        return _role_page(request, held)
    try:
        administration.change_rights(
            actor=request.actor,
            role_id=role_id,
            grants=_grants(request),
            name=request.POST.get("name", ""),
            now=request.now,
            version=version_of(request),
        )
    except Refusal as refusal:
        return _role_page(request, held, refusal)
    messages.success(request, _("Saved."))
    return redirect("settings-role", role_id)


@administrators_only
@require_http_methods(["GET", "POST"])
def fields(request: PageRequest, role_id: UUID, plural: str) -> HttpResponse:
    """What a role may do with each field of one object."""
    held = listing.role(request.actor, role_id)
    about = registry.of(request.actor.workspace_id).object(plural)
    if request.method == "POST":
        given = {name: request.POST[name] for name in about.fields if name in request.POST}
        administration.change_field_rights(
            actor=request.actor,
            role_id=role_id,
            plural=plural,
            fields=given,
            now=request.now,
            version=version_of(request),
        )
        messages.success(request, _("Saved."))
        return redirect("settings-role", role_id)
    return show_forms(request, PAGE, _fields_form(held, about), title=f"{held.name} · {about.label_plural}")


@require_safe
def rights(request: PageRequest) -> HttpResponse:
    """What one may do oneself, in words."""
    actor = request.actor
    rows = [
        MatrixRow(
            str(each.label_plural),
            each.plural,
            words=wording.levels_of(actor, each),
            limited=len(actor.fields.get(each.plural, {})),
        )
        for each in registry.of(actor.workspace_id)
    ]
    return show(request, "rights", "settings-rights", rows=rows, verbs=wording.verbs(), role=actor.role_name)


def _role_page(request: PageRequest, held: Role, refusal: Refusal | None = None) -> HttpResponse:
    return show(
        request,
        "role",
        PAGE,
        title=held.name,
        role=held,
        verbs=wording.verbs(),
        rows=_rows(request, held),
        notice=notice_of(refusal) if refusal else None,
        status=status_of(refusal) if refusal else 200,
    )


def _rows(request: PageRequest, held: Role) -> list[MatrixRow]:
    objects = [each for each in registry.of(request.actor.workspace_id) if each.plural not in RESERVED]
    every = MatrixRow(_("Everything else"), EVERY_OTHER, _levels(EVERY_OTHER, _("Everything else"), held.grants))
    named = [
        MatrixRow(
            str(each.label_plural),
            each.plural,
            _levels(each.plural, str(each.label_plural), held.grants),
            limited=len(held.fields.get(each.plural, {})),
        )
        for each in objects
    ]
    return [*named, every]


def _levels(plural: str, label: str, grants: Mapping[str, Any]) -> tuple[Control, ...]:
    held = grants.get(plural, {})
    verbs = zip(Verb, wording.verbs(), strict=True)
    empty = [] if plural == EVERY_OTHER else [("", _("as everything else"))]
    return tuple(
        select(
            f"{plural}.{verb}",
            f"{label}: {words}",
            [*empty, *wording.levels()],
            held.get(verb, "none" if held or not empty else ""),
            bare=True,
        )
        for verb, words in verbs
    )


def _grants(request: PageRequest) -> dict[str, dict[str, str]]:
    """The levels of the form; an object of which nothing is said follows everything else."""
    found: dict[str, dict[str, str]] = {}
    for name, level in request.POST.items():
        plural, dot, verb = name.partition(".")
        if dot and level:
            found.setdefault(plural, {})[verb] = str(level)
    return found


def _fields_form(held: Role, about: Object) -> Any:
    rules = held.fields.get(about.plural, {})
    rights_ = wording.field_rights()
    controls = [
        select(name, str(each.label), rights_, rules.get(name, "full"))
        for name, each in about.fields.items()
        if name not in {"id", "version"}
    ]
    action = reverse("settings-role-fields", args=[held.pk, about.plural])
    return form(str(about.label_plural), action, controls, version=held.version)
