"""Language, theme and time zone: kept with the login, and in a cookie for pages before signing in."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from plexus.kernel.identity.actions import logins
from plexus.kernel.identity.actions.logins import CHOSEN
from plexus.kernel.identity.models import User
from plexus.kernel.values.refusals import Refusal
from plexus.shell.web.arriving import refusing
from plexus.shell.web.arriving.next_page import safe_next

YEAR = 365 * 24 * 3600
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of this browser and, when signed in, of this login."""
    wanted = request.POST.get("language", "")
    answer = redirect(safe_next(request))
    if wanted not in LANGUAGES:
        return answer
    if request.user.is_authenticated:
        logins.set_preferences(request.user, chosen={"language": wanted}, languages=LANGUAGES)
    return remember(request, answer, {"language": wanted})


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is given of language, theme and time zone; no content, or the `next` page when one is named."""
    chosen = {name: request.POST[name] for name in CHOSEN if name in request.POST}
    try:
        logins.set_preferences(cast("User", request.user), chosen=chosen, languages=LANGUAGES)
    except Refusal as refusal:
        return refusing.answer(request, refusal)
    answer = redirect(safe_next(request)) if "next" in request.POST else HttpResponse(status=204)
    return remember(request, answer, chosen)


def remember(request: HttpRequest, answer: HttpResponse, chosen: dict[str, str]) -> HttpResponse:
    """Cookies, so that nothing flashes and the sign-in page speaks the same language."""
    names = {"language": settings.LANGUAGE_COOKIE_NAME, "theme": "theme"}
    for name, cookie in names.items():
        if chosen.get(name):
            answer.set_cookie(cookie, chosen[name], max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return answer
