"""People: who works here, inviting, changing, letting go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import people as administration
from plexus.shell.administration.actions import second_step
from plexus.shell.administration.queries import listing, seeing
from plexus.shell.components.forms import Control, FormPage
from plexus.shell.components.menus import MenuItem
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.page import (
    NO_ERRORS,
    Errors,
    errors_of,
    form,
    notice_of,
    select,
    show,
    show_forms,
    status_of,
    version_of,
)

PAGE = "settings-people"


@administrators_only
@require_safe
def people(request: PageRequest) -> HttpResponse:
    """Everybody."""
    buttons = (MenuItem(_("Invite"), reverse("settings-invite"), "user-plus", main=True),)
    everybody = listing.people(request.actor)
    guarded = second_step.with_second_step(everybody)
    return show(
        request, "people", PAGE, people=[(each, each.user_id in guarded) for each in everybody], buttons=buttons
    )


@never_cache
@administrators_only
@require_http_methods(["GET", "POST"])
def invite(request: PageRequest) -> HttpResponse:
    """Invite by e-mail address; the answer shows a link to hand over."""
    if request.method != "POST":
        return show_forms(request, PAGE, _invitation(request), title=_("Invite"))
    try:
        made = administration.invite(actor=request.actor, values=_given(request), now=request.now)
    except Refusal as refusal:
        return show_forms(request, PAGE, _invitation(request, refusal), title=_("Invite"), status=status_of(refusal))
    return _link_page(request, made.person, made.path)


@never_cache
@administrators_only
@require_POST
def link(request: PageRequest, person_id: UUID) -> HttpResponse:
    """A new link for somebody who cannot get in."""
    path = administration.give_link(actor=request.actor, person_id=person_id, now=request.now)
    return _link_page(request, listing.person(request.actor, person_id), path)


@administrators_only
@require_http_methods(["GET", "POST"])
def person(request: PageRequest, person_id: UUID) -> HttpResponse:
    """One person's place in the company."""
    held = listing.person(request.actor, person_id)
    if request.method != "POST":
        return _person_page(request, held)
    try:
        administration.change(
            actor=request.actor,
            person_id=person_id,
            values=_given(request),
            now=request.now,
            version=version_of(request),
        )
    except Refusal as refusal:
        return _person_page(request, held, refusal)
    messages.success(request, _("Saved."))
    return redirect(PAGE)


@administrators_only
@require_POST
def deactivate(request: PageRequest, person_id: UUID) -> HttpResponse:
    """Let a person go."""
    try:
        gone = administration.deactivate(actor=request.actor, person_id=person_id, now=request.now)
    except Refusal as refusal:
        return _person_page(request, listing.person(request.actor, person_id), refusal)
    messages.success(request, _("%(name)s cannot sign in any more.") % {"name": gone.name})
    return redirect(PAGE)


@administrators_only
@require_POST
def reset_second_step(request: PageRequest, person_id: UUID) -> HttpResponse:
    """Let somebody in who lost the phone and the recovery codes."""
    try:
        freed = second_step.reset_second_step(actor=request.actor, person_id=person_id, now=request.now)
    except Refusal as refusal:
        return _person_page(request, listing.person(request.actor, person_id), refusal)
    messages.success(request, _("%(name)s signs in with the password alone now.") % {"name": freed.name})
    return redirect("settings-person", person_id)


@administrators_only
@require_POST
def reactivate(request: PageRequest, person_id: UUID) -> HttpResponse:
    """Take a person back."""
    back = administration.reactivate(actor=request.actor, person_id=person_id, now=request.now)
    messages.success(request, _("%(name)s can sign in again.") % {"name": back.name})
    return redirect(PAGE)


def _given(request: PageRequest) -> dict[str, str | None]:
    named = ("name", "email", "job_title", "role", "team", "manager")
    return {each: request.POST[each].strip() or None for each in named if each in request.POST}


def _link_page(request: PageRequest, who: Person, path: str | None) -> HttpResponse:
    link = request.build_absolute_uri(path) if path else ""
    return show(request, "link", PAGE, title=_("Invited: %(name)s") % {"name": who.name}, person=who, link=link)


def _person_page(request: PageRequest, held: Person, refusal: Refusal | None = None) -> HttpResponse:
    errors = errors_of(refusal) if refusal else NO_ERRORS
    controls = [*_who(request, errors, held), *_place(request, errors, held)]
    made = form(
        held.name,
        reverse("settings-person", args=[held.pk]),
        controls,
        version=held.version,
        notice=notice_of(refusal) if refusal else None,
    )
    status = status_of(refusal) if refusal else 200
    return show(
        request,
        "person",
        PAGE,
        title=held.name,
        form=made,
        person=held,
        has_second_step=second_step.has_second_step(held.user),
        is_oneself=held.pk == request.actor.person_id,
        looks=seeing.looks_at(request.actor, held.pk),
        status=status,
    )


def _invitation(request: PageRequest, refusal: Refusal | None = None) -> FormPage:
    errors = errors_of(refusal) if refusal else NO_ERRORS
    return form(
        _("Invite"),
        reverse("settings-invite"),
        [*_who(request, errors, None), *_place(request, errors, None)],
        save=_("Invite"),
        notice=notice_of(refusal) if refusal else None,
    )


def _who(request: PageRequest, errors: Errors, held: Person | None) -> tuple[Control, ...]:
    posted = request.POST
    name, email, title = (held.name, held.email, held.job_title) if held else ("", "", "")
    return (
        Control(
            "name",
            pgettext("person", "Name"),
            value=posted.get("name", name),
            required=True,
            errors=errors.get("name", ()),
        ),
        Control(
            "email",
            _("E-mail"),
            type="email",
            value=posted.get("email", email),
            required=held is None or held.user_id is not None,
            hint=_("Signing in is by this address.") if held and held.user_id else "",
            errors=errors.get("email", ()),
        ),
        Control("job_title", _("Job title"), value=posted.get("job_title", title), errors=errors.get("job_title", ())),
    )


def _usual_role(actor: Actor, people: Iterable[Person]) -> str:
    """What most people may do, and never all that an administrator may."""
    offered = [each.pk for each in listing.roles(actor) if not each.is_administrator]
    held = Counter(each.role_id for each in people)
    return str(max(offered, key=lambda role: held[role], default=""))


def _place(request: PageRequest, errors: Errors, held: Person | None) -> tuple[Control, ...]:
    actor = request.actor
    roles = [(str(each.pk), each.name) for each in listing.roles(actor)]
    teams = [("", "—"), *((str(each.team.pk), "　" * each.depth + each.team.name) for each in listing.teams(actor))]
    others = [each for each in listing.people(actor) if each.active and (held is None or each.pk != held.pk)]
    managers = [("", "—"), *((str(each.pk), each.name) for each in others)]
    now_role, now_team, now_manager = (
        (str(held.role_id), str(held.team_id or ""), str(held.manager_id or ""))
        if held
        else (_usual_role(actor, others), "", "")
    )
    posted = request.POST
    return (
        select("role", _("Role"), roles, posted.get("role", now_role), errors=errors),
        select("team", _("Team"), teams, posted.get("team", now_team), errors=errors),
        select("manager", _("Manager"), managers, posted.get("manager", now_manager), errors=errors),
    )
