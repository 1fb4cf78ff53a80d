"""The door of every page: finds who asks, enters the workspace, and answers refusals; no page can forget it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import InternalError, OperationalError
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.defaults import page_not_found

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import User
from plexus.kernel.identity.queries.actors import actor_of_login
from plexus.kernel.records.acting import acting, acting_as_login
from plexus.kernel.records.clock import zone_of
from plexus.kernel.records.refusals import Busy, is_busy
from plexus.kernel.values.refusals import Refusal
from plexus.shell.gates import Gate, View, gate_of
from plexus.shell.web.arriving import refusing, seeing, sending
from plexus.shell.web.arriving.next_page import sign_in_address
from plexus.shell.web.arriving.session import WORKSPACE, chosen_workspace

__all__ = ["WORKSPACE", "ActorMiddleware", "PageRequest", "chosen_workspace", "sign_in_first"]

SIGN_OUT = "account_logout"


class PageRequest(HttpRequest):
    """A request behind the door: the actor is known and the workspace is in scope."""

    actor: Actor
    now: datetime
    user: User


class ActorMiddleware:
    """Runs each page that wants a person in one transaction of that person's workspace."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Refuse strangers, and run what wants a person as that person; the rest goes its usual way."""
        page = cast("PageRequest", request)
        page.now = timezone.now()
        if refused := seeing.turned_away(request, view):
            return refused
        _leave_with_signing_out(request)
        gate = gate_of(view)
        if gate is Gate.TOKEN:
            return None
        if isinstance(request.user, AnonymousUser):
            return None if gate is Gate.OPEN else sign_in_first(request)
        if gate is Gate.PERSON:
            return _as_person(page, lambda: view(page, *args, **kwargs))
        _speak(page, actor_of_login(page.user.pk, workspace_id=chosen_workspace(page)) if gate is Gate.LOGIN else None)
        return None


def _leave_with_signing_out(request: HttpRequest) -> None:
    """Whoever signs out while seeing as somebody else has seen enough."""
    if request.resolver_match and request.resolver_match.url_name == SIGN_OUT and request.method == "POST":
        seeing.leave(request)


def nothing_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of an address that leads nowhere, in the language of whoever is signed in."""
    if request.user.is_authenticated:
        _speak(cast("PageRequest", request), None)
    return page_not_found(request, exception)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; htmx is told to load the whole page."""
    address = sign_in_address(request)
    if request.headers.get("HX-Request"):
        # Nothing was accepted: what a form holds stays kept in the browser.
        return HttpResponse(status=204, headers={"HX-Redirect": address, "X-Signed-Out": "1"})
    return redirect(address)


def _as_person(request: PageRequest, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        sending.read(request)
        response = _within(request, run)
    except Refusal as refusal:
        return _refused(request, refusal)
    except InternalError as error:
        if seeing.only_reads(error) and hasattr(request, "standing"):
            return seeing.refused(request, seeing.LooksOnly(name=request.standing.seen.name), request.standing)
        raise
    except OperationalError as error:
        if is_busy(error):
            return _refused(request, Busy())
        raise
    if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
        return _streaming(request.actor, response, seen=seeing.applies(request))
    return response


def _within(request: PageRequest, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer, made in one transaction of the person's workspace."""
    with acting_as_login(request.user.pk, workspace_id=chosen_workspace(request)) as entered:
        _speak(request, entered)
        if entered is None:
            return redirect("no-workspace")
        actor = _seen_as(request, entered)
        if actor is None:
            return seeing.over(request)
        request.actor = actor
        response = run()
        # A lazy template asks the database while it renders: that belongs inside.
        return response.render() if hasattr(response, "render") and callable(response.render) else response


def _refused(request: PageRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as a page; who was refused before the actor was known has a language all the same."""
    if not hasattr(request, "actor"):
        _speak(request, None)
    return refusing.answer(request, refusal)


def _seen_as(request: PageRequest, entered: Actor) -> Actor | None:
    """As whom the page is seen: as oneself, or as whom an administrator chose; none when the time for that is over."""
    if not seeing.applies(request):
        return entered
    standing = seeing.begin(request, entered)
    if standing is None:
        return None
    timezone.activate(zone_of(standing.seen.time_zone))
    return standing.seen


def _streaming(actor: Actor, response: StreamingHttpResponse, *, seen: bool) -> StreamingHttpResponse:
    """A stream is read after the view returned: it gets a transaction of its own, in the same language.

    A file wants none, however long somebody takes to fetch it.
    """
    if not response.is_async:
        response.streaming_content = _inside(actor, cast("Iterator[bytes]", response.streaming_content), seen=seen)
    return response


def _inside(actor: Actor, chunks: Iterator[bytes], *, seen: bool) -> Iterator[bytes]:
    language, zone = translation.get_language() or "en", timezone.get_current_timezone()
    with translation.override(language), timezone.override(zone), acting(actor):
        if seen:
            seeing.only_read()
        yield from chunks


def _speak(request: PageRequest, actor: Actor | None) -> None:
    """The language and time zone of the person, else what this browser chose, else the workspace's."""
    chosen = request.user.language or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = chosen if chosen in dict(settings.LANGUAGES) else (actor.language if actor else "")
    if language:
        translation.activate(language)
        request.LANGUAGE_CODE = language
    if actor:
        timezone.activate(zone_of(actor.time_zone))
