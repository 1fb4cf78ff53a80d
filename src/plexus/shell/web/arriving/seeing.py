"""Seeing as somebody else at the door: which pages show what the person sees, and that nothing can be changed there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from plexus.kernel.access.models import Seeing
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.queries import logins
from plexus.kernel.records.acting import acting_as_login
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.administration.actions import seeing as administration
from plexus.shell.administration.queries.seeing import Standing, standing
from plexus.shell.gates import Gate, gate_of, is_ones_own
from plexus.shell.web.arriving.session import chosen_workspace

SESSION = "seeing"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Pages at which one is oneself even then: the way back, and the way out.
ONESELF = frozenset({"stop-seeing", "account_logout"})
READ_ONLY_TRANSACTION = "25006"


class LooksOnly(Refusal):
    """Something was to be changed while seeing as somebody else."""

    message = _("You see Plexus as %(name)s, to look only. Go back to being yourself to change something.")


class OnesOwn(Refusal):
    """A page about the login of whoever is seen was asked for."""

    message = _("You see Plexus as %(name)s. What belongs to a login alone is shown to nobody else.")


def held(request: HttpRequest) -> UUID | None:
    """The look that the session remembers, over or not."""
    with suppress(ValueError, TypeError):
        return UUID(request.session.get(SESSION))
    return None


def remember(request: HttpRequest, seeing: Seeing) -> None:
    """From now on the session sees as somebody else; it holds the name for pages that know nobody."""
    request.session[SESSION] = str(seeing.pk)


def forget(request: HttpRequest) -> None:
    """The session sees as itself again."""
    request.session.pop(SESSION, None)


def applies(request: HttpRequest) -> bool:
    """Whether this page is to be shown as somebody else sees it."""
    return held(request) is not None and not _is_for_oneself(request)


def turned_away(request: HttpRequest, view: Callable[..., Any]) -> HttpResponseBase | None:
    """The answer to what is not open while somebody sees as somebody else; none where the page may be shown."""
    gate = gate_of(view)
    if gate is Gate.TOKEN or not applies(request) or isinstance(request.user, AnonymousUser):
        return None
    own = gate is Gate.LOGIN or is_ones_own(view)
    if not own and request.method in SAFE:
        return None
    now = timezone.now()
    with acting_as_login(request.user.pk, workspace_id=chosen_workspace(request)) as actor:
        found = _found(request, actor, now)
    if found is None:
        return over(request)
    name = found.seen.name
    return refused(request, OnesOwn(name=name) if own and request.method in SAFE else LooksOnly(name=name), found)


def begin(request: HttpRequest, actor: Actor) -> Standing | None:
    """What the session sees as, for the open transaction of its administrator, which from here on only reads."""
    now = timezone.now()
    found = _found(request, actor, now)
    if found is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('plexus.person', %s, true)", [str(found.seen.person_id)])
    only_read()
    request.preferences = logins.preferences_of(found.seen.user_id)  # type: ignore[attr-defined]
    request.standing = found  # type: ignore[attr-defined]
    return found


def only_read() -> None:
    """From here on the open transaction changes nothing; PostgreSQL sees to it."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")


def stop(request: HttpRequest, actor: Actor) -> None:
    """End the look of a session, as the administrator."""
    if seeing_id := held(request):
        administration.end(actor=actor, seeing_id=seeing_id, now=timezone.now())
    forget(request)


def leave(request: HttpRequest) -> None:
    """End the look of whoever signs out."""
    if held(request) is None or not request.user.is_authenticated:
        return
    with acting_as_login(request.user.pk, workspace_id=chosen_workspace(request)) as actor:
        if actor is not None:
            stop(request, actor)


def over(request: HttpRequest) -> HttpResponse:
    """The half hour is over: the way back is taken, and told."""
    leave(request)
    messages.info(request, gettext("You are yourself again: the time to see Plexus as somebody else was over."))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": "/"})
    return redirect("home")


def refused(request: HttpRequest, refusal: Refusal, found: Standing) -> HttpResponse:
    """The page that says so, with the way back."""
    shown = {"reason": refusal.sentence(gettext), "standing": found}
    return render(request, "shell/pages/seeing.html", shown, status=403)


def only_reads(error: Exception) -> bool:
    """Whether PostgreSQL refused a change because the transaction only reads."""
    return getattr(error.__cause__, "sqlstate", "") == READ_ONLY_TRANSACTION


def _found(request: HttpRequest, actor: Actor | None, now: Any) -> Standing | None:
    seeing_id = held(request)
    return standing(actor, seeing_id, now=now) if actor is not None and seeing_id else None


def _is_for_oneself(request: HttpRequest) -> bool:
    return bool(request.resolver_match and request.resolver_match.url_name in ONESELF)
