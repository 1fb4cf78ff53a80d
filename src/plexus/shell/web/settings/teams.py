"""Teams, as a tree."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plexus.kernel.identity.models import Team
from plexus.kernel.records import changing
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.queries import listing
from plexus.shell.components.forms import Control, FormPage
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.page import NO_ERRORS, errors_of, form, notice_of, select, show, status_of, version_of

PAGE = "settings-teams"


@administrators_only
@require_http_methods(["GET", "POST"])
def teams(request: PageRequest) -> HttpResponse:
    """The tree, and a new team."""
    if request.method != "POST":
        return _page(request)
    try:
        changing.create(actor=request.actor, about=_teams(request), values=_given(request), now=request.now)
    except Refusal as refusal:
        return _page(request, refusal)
    messages.success(request, _("Saved."))
    return redirect(PAGE)


@administrators_only
@require_http_methods(["GET", "POST"])
def team(request: PageRequest, team_id: UUID) -> HttpResponse:
    """One team: its name and what it is part of."""
    held = listing.team(request.actor, team_id)
    if request.method != "POST":
        return show(request, "team", PAGE, title=held.name, form=_form(request, held), team=held)
    try:
        changing.update(
            actor=request.actor,
            about=_teams(request),
            record_id=team_id,
            values=_given(request),
            now=request.now,
            version=version_of(request),
        )
    except Refusal as refusal:
        again = _form(request, held, refusal)
        return show(request, "team", PAGE, title=held.name, form=again, team=held, status=status_of(refusal))
    messages.success(request, _("Saved."))
    return redirect(PAGE)


@administrators_only
@require_POST
def remove(request: PageRequest, team_id: UUID) -> HttpResponse:
    """Put a team into the trash; its people stay, and can be given another team."""
    changing.trash(actor=request.actor, about=_teams(request), record_id=team_id, now=request.now)
    messages.success(request, _("The team is in the trash."))
    return redirect(PAGE)


def _page(request: PageRequest, refusal: Refusal | None = None) -> HttpResponse:
    status = status_of(refusal) if refusal else 200
    return show(
        request, "teams", PAGE, teams=listing.teams(request.actor), form=_form(request, None, refusal), status=status
    )


def _form(request: PageRequest, held: Team | None, refusal: Refusal | None = None) -> FormPage:
    errors = errors_of(refusal) if refusal else NO_ERRORS
    name, parent = (held.name, str(held.parent_id or "")) if held else ("", "")
    others = [each for each in listing.teams(request.actor) if held is None or each.team.pk != held.pk]
    parents = [("", "—"), *((str(each.team.pk), "　" * each.depth + each.team.name) for each in others)]
    controls = (
        Control("name", _("Name"), value=request.POST.get("name", name), required=True, errors=errors.get("name", ())),
        select("parent", _("Part of"), parents, request.POST.get("parent", parent), errors=errors),
    )
    action = reverse("settings-team", args=[held.pk]) if held else reverse(PAGE)
    return form(
        held.name if held else _("New team"),
        action,
        controls,
        version=held.version if held else None,
        notice=notice_of(refusal) if refusal else None,
    )


def _given(request: PageRequest) -> dict[str, str | None]:
    return {each: request.POST[each].strip() or None for each in ("name", "parent") if each in request.POST}


def _teams(request: PageRequest) -> Object:
    return registry.of(request.actor.workspace_id).object("teams")
