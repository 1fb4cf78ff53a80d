"""Roles: who may do what, as a matrix in plain words; what a change means is told before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plexus.kernel.access.rights import Verb
from plexus.kernel.identity.models import Person, Role
from plexus.kernel.schema import registry
from plexus.kernel.values.ids import id_in
from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import roles as administration
from plexus.shell.administration.queries import beginnings, listing
from plexus.shell.components.forms import Control, FormPage, Option
from plexus.shell.components.marks import Face
from plexus.shell.components.menus import MenuItem
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings import wording
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.page import form, notice_of, show, status_of, version_of
from plexus.shell.web.settings.roles import matrix

PAGE = "settings-roles"
MOST_FACES = 5
COPY = "role:"


@dataclass(frozen=True, slots=True)
class Line:
    """A role in the list: what it may do in a sentence, and who has it."""

    role: Role
    text: str
    faces: tuple[Face, ...]
    members: int


@administrators_only
@require_http_methods(["GET", "POST"])
def roles(request: PageRequest) -> HttpResponse:
    """The roles, and a new one that begins with usual rights or those of another role."""
    if request.method == "POST" and (name := request.POST.get("name", "").strip()):
        return redirect("settings-role", _begun(request, name).pk)
    people = [each for each in listing.people(request.actor) if each.active]
    lines = [_line(each, people) for each in listing.roles(request.actor)]
    return show(request, "roles", PAGE, lines=lines, form=_new(request))


def _begun(request: PageRequest, name: str) -> Role:
    """The new role, with what was chosen to begin with."""
    begin = request.POST.get("begin", "")
    if begin.startswith(COPY) and (role_id := id_in(begin.removeprefix(COPY))):
        return administration.copy_role(actor=request.actor, role_id=role_id, name=name, now=request.now)
    chosen = beginnings.BY_KEY.get(begin)
    grants = chosen.grants if chosen else administration.NOTHING
    return administration.create_role(actor=request.actor, name=name, now=request.now, grants=grants)


def _line(role: Role, people: list[Person]) -> Line:
    having = [each for each in people if each.role_id == role.pk]
    text = _("May do everything, in settings too.") if role.is_administrator else wording.summary(role.grants)
    return Line(role, text, tuple(Face(each.name) for each in having[:MOST_FACES]), len(having))


def _new(request: PageRequest) -> FormPage:
    usual = [Option(each.key, str(each.name), each.key == "sales", str(each.text)) for each in beginnings.BEGINNINGS]
    copies = [
        Option(f"{COPY}{each.pk}", _("A copy of “%(role)s”") % {"role": each.name})
        for each in listing.roles(request.actor)
    ]
    controls = (
        Control("name", _("Name"), required=True),
        Control("begin", _("Begin with"), kind="radio", options=(*usual, *copies), wide=True),
    )
    return form(_("New role"), reverse(PAGE), controls, save=_("Create the role"))


@administrators_only
@require_http_methods(["GET", "POST"])
def role(request: PageRequest, role_id: UUID) -> HttpResponse:
    """One role's levels, and who has it."""
    held = listing.role(request.actor, role_id)
    if request.method != "POST":
        return _role_page(request, held)
    try:
        administration.change_rights(
            actor=request.actor,
            role_id=role_id,
            grants=matrix.grants_sent(request.actor, request.POST),
            name=request.POST.get("name", ""),
            now=request.now,
            version=version_of(request),
        )
    except Refusal as refusal:
        return _role_page(request, held, refusal)
    messages.success(request, _("Saved."))
    return redirect("settings-role", role_id)


@administrators_only
@require_POST
def copy(request: PageRequest, role_id: UUID) -> HttpResponse:
    """The same rights under another name."""
    name = _("Copy of %(role)s") % {"role": listing.role(request.actor, role_id).name}
    made = administration.copy_role(actor=request.actor, role_id=role_id, name=name, now=request.now)
    messages.success(request, _("Copied. Give it a name and change what is to be different."))
    return redirect("settings-role", made.pk)


@administrators_only
@require_POST
def remove(request: PageRequest, role_id: UUID) -> HttpResponse:
    """Into the trash, when nobody has it."""
    try:
        gone = administration.remove_role(actor=request.actor, role_id=role_id, now=request.now)
    except (administration.RoleHeld, administration.RoleStays) as refusal:
        return _role_page(request, listing.role(request.actor, role_id), refusal)
    messages.success(request, _("“%(role)s” is in the trash.") % {"role": gone.name})
    return redirect(PAGE)


@require_safe
def rights(request: PageRequest) -> HttpResponse:
    """What one may do oneself, in words."""
    actor = request.actor
    rows = [
        matrix.Row(
            capfirst(str(each.label_plural)),
            each.plural,
            words=wording.levels_of(actor, each),
            limited=len(actor.fields.get(each.plural, {})),
        )
        for each in registry.of(actor.workspace_id)
    ]
    return show(request, "rights", "settings-rights", rows=rows, verbs=wording.verbs(), role=actor.role_name)


def _role_page(request: PageRequest, held: Role, refusal: Refusal | None = None) -> HttpResponse:
    posted = request.POST if refusal and "name" in request.POST else None
    grants = matrix.grants_sent(request.actor, posted) if posted else held.grants
    return show(
        request,
        "role",
        PAGE,
        title=held.name,
        buttons=(MenuItem(_("Copy"), reverse("settings-copy-role", args=[held.pk]), "copy", method="post"),),
        role=held,
        name=posted.get("name", held.name) if posted else held.name,
        holders=[each for each in listing.holders(request.actor, held.pk) if each.active],
        verbs=wording.verbs(),
        choices=[wording.short_levels(verb)[:-1] for verb in Verb],
        groups=matrix.groups(request.actor, held, grants),
        notice=notice_of(refusal) if refusal else None,
        status=status_of(refusal) if refusal else 200,
    )
