"""The door of every page: finds who asks, enters the workspace, and answers refusals; no page can forget it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import User
from plexus.kernel.identity.queries.actors import actor_of_login
from plexus.kernel.records.acting import acting, acting_as_login
from plexus.kernel.records.clock import zone_of
from plexus.kernel.values.refusals import Refusal
from plexus.shell.gates import Gate, View, gate_of
from plexus.shell.web import refusing
from plexus.shell.web.next_page import sign_in_address

WORKSPACE = "workspace"


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
        cast("PageRequest", request).now = timezone.now()
        gate = gate_of(view)
        if gate in {Gate.OPEN, Gate.TOKEN}:
            return None
        user = request.user
        if isinstance(user, AnonymousUser):
            return sign_in_first(request)
        page = cast("PageRequest", request)
        if gate is Gate.LOGIN:
            _speak(page, actor_of_login(user.pk, workspace_id=chosen_workspace(request)))
            return None
        return _as_person(page, lambda: view(page, *args, **kwargs))


def chosen_workspace(request: HttpRequest) -> UUID | None:
    """The workspace that the session remembers."""
    held = request.session.get(WORKSPACE)
    return UUID(held) if held else None


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; htmx is told to load the whole page."""
    address = sign_in_address(request)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _as_person(request: PageRequest, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        with acting_as_login(request.user.pk, workspace_id=chosen_workspace(request)) as actor:
            _speak(request, actor)
            if actor is None:
                return redirect("no-workspace")
            request.actor = actor
            response = run()
            # A lazy template asks the database while it renders: that belongs inside.
            if hasattr(response, "render") and callable(response.render):
                response = response.render()
    except Refusal as refusal:
        return refusing.answer(request, refusal)
    return _streaming(actor, response) if isinstance(response, StreamingHttpResponse) else response


def _streaming(actor: Actor, response: StreamingHttpResponse) -> StreamingHttpResponse:
    """A stream is read after the view returned: it gets a transaction of its own, in the same language."""
    if not response.is_async:
        response.streaming_content = _inside(actor, cast("Iterator[bytes]", response.streaming_content))
    return response


def _inside(actor: Actor, chunks: Iterator[bytes]) -> Iterator[bytes]:
    language, zone = translation.get_language() or "en", timezone.get_current_timezone()
    with translation.override(language), timezone.override(zone), acting(actor):
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
