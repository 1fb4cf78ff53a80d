"""What a role may do with each field of an object: see and change, see only, or not even know of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plexus.kernel.access.rights import ALWAYS
from plexus.kernel.identity.models import Role
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import roles as administration
from plexus.shell.administration.queries import listing
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings import wording
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.page import notice_of, show, status_of, version_of
from plexus.shell.web.settings.roles import role_told
from plexus.shell.web.settings.roles.editing import PAGE


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field with its three rights; `fixed` can never be changed by hand."""

    name: str
    label: str
    right: str
    fixed: bool
    names: bool


@administrators_only
@require_http_methods(["GET", "POST"])
def fields(request: PageRequest, role_id: UUID, plural: str) -> HttpResponse:
    """What a role may do with each field of one object."""
    held = listing.role(request.actor, role_id)
    about = registry.of(request.actor.workspace_id).object(plural)
    if request.method != "POST":
        return _fields_page(request, held, about)
    try:
        administration.change_field_rights(
            actor=request.actor,
            role_id=role_id,
            plural=plural,
            fields=_fields_sent(about, request.POST),
            now=request.now,
            version=version_of(request),
        )
    except Refusal as refusal:
        return _fields_page(request, held, about, refusal)
    messages.success(request, _("Saved."))
    return redirect("settings-role", role_id)


@administrators_only
@require_POST
def fields_told(request: PageRequest, role_id: UUID, plural: str) -> HttpResponse:
    """What the fields as they stand in the form would change, in sentences."""
    held = listing.role(request.actor, role_id)
    about = registry.of(request.actor.workspace_id).object(plural)
    known = held.fields.get(plural, {})
    became: dict[str, list[str]] = {}
    for name, right in _fields_sent(about, request.POST).items():
        if right != known.get(name, "full") and right in dict(wording.field_rights()):
            became.setdefault(right, []).append(str(about.fields[name].label))
    return role_told.shown(request, held, [wording.field_change(*each) for each in became.items()])


def _fields_sent(about: Object, posted: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(posted[name]) for name in about.fields if name in posted and name not in ALWAYS}


def _fields_page(request: PageRequest, held: Role, about: Object, refusal: Refusal | None = None) -> HttpResponse:
    return show(
        request,
        "role_fields",
        PAGE,
        title=f"{held.name} · {capfirst(str(about.label_plural))}",
        role=held,
        about=about,
        rows=list(_field_rows(about, _fields_sent(about, request.POST) or held.fields.get(about.plural, {}))),
        rights=wording.field_rights(),
        notice=notice_of(refusal) if refusal else None,
        status=status_of(refusal) if refusal else 200,
    )


def _field_rows(about: Object, rules: Mapping[str, str]) -> Iterator[FieldRow]:
    for name, each in about.fields.items():
        if name not in ALWAYS:
            right = rules.get(name, "full")
            yield FieldRow(name, str(each.label), right, each.computed, name == about.described.title)
