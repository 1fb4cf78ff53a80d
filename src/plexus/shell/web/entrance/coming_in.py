"""Signing a login in by something other than its password: a link or the demo. Second factors are still asked for."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from plexus.kernel.identity.models import User
from plexus.shell.web.arriving.next_page import safe_next


def come_in(request: HttpRequest, user: User, *, method: str) -> HttpResponseBase:
    """Start a session of its own for this login; whoever was signed in before is signed out."""
    if request.user.is_authenticated and request.user.pk != user.pk:
        request.session.flush()
    user.backend = "allauth.account.auth_backends.AuthenticationBackend"
    record_authentication(request, user, method)
    answer: HttpResponseBase = perform_login(request, Login(user=user, redirect_url=safe_next(request)))
    return answer
