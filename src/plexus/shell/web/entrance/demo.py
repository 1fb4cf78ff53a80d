"""The demo's open doors: one click, on this machine only."""

from __future__ import annotations

import ipaddress
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_POST

from plexus.kernel.identity.queries import logins
from plexus.kernel.identity.queries.logins import DemoEntry
from plexus.shell.web.entrance.coming_in import come_in

FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Host")


def offered(request: HttpRequest) -> tuple[DemoEntry, ...]:
    """Whom a visitor may be; nobody unless the demo is on and the visitor sits at this machine."""
    return logins.demo_entries() if _allowed(request) else ()


@require_POST
def enter(request: HttpRequest, role: str) -> HttpResponseBase:
    """Come in as the made-up person of this role, in the language that this browser speaks."""
    found = next((entry for entry in offered(request) if entry.role == role), None)
    if found is None:
        raise Http404
    response = come_in(request, logins.login_of(UUID(str(found.user_id))), method="demo")
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        spoken = get_language_from_request(request)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, spoken, samesite="Lax", secure=request.is_secure())
    return response


def _allowed(request: HttpRequest) -> bool:
    return bool(settings.PLEXUS_DEMO) and _is_loopback(request)


def _is_loopback(request: HttpRequest) -> bool:
    """Whether the visitor sits at this machine; behind a proxy everybody would seem to."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
