"""How one signs in: password, second step, and where one is signed in now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plexus.shell.administration.actions import second_step
from plexus.shell.administration.queries import listing, seeing
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings import browsers
from plexus.shell.web.settings.page import show


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which one is signed in; `label` says which in words."""

    id: int
    label: str
    agent: str
    ip: str
    since: datetime
    here: bool


@require_safe
def security(request: PageRequest) -> HttpResponse:
    """What there is, and where one is signed in."""
    mine = sorted(_mine(request), key=lambda each: each.created_at, reverse=True)
    sessions = sorted((_session(request, each) for each in mine), key=lambda each: not each.here)
    return show(
        request,
        "security",
        "settings-security",
        sessions=sessions,
        two_step=is_mfa_enabled(request.user),
        codes=second_step.codes_left(request.user),
        has_password=request.user.has_usable_password(),
        looks=seeing.looks_at(request.actor, request.actor.person_id) if request.actor.person_id else (),
    )


@require_POST
def end(request: PageRequest, session_id: int) -> HttpResponse:
    """Sign one of one's own sessions out."""
    chosen = [each for each in _mine(request) if each.pk == session_id]
    if not chosen:
        raise Http404
    end_sessions(request, chosen)
    messages.success(request, _("Signed out there."))
    return redirect("settings-security")


@require_POST
def end_others(request: PageRequest) -> HttpResponse:
    """Sign everything out but this."""
    end_other_sessions(request, request.user)
    messages.success(request, _("Signed out everywhere else."))
    return redirect("settings-security")


def _session(request: PageRequest, each: UserSession) -> Session:
    here = each.session_key == request.session.session_key
    return Session(each.pk, browsers.label(each.user_agent), each.user_agent, each.ip, each.created_at, here)


def _mine(request: PageRequest) -> list[UserSession]:
    return listing.sessions(request.user)
