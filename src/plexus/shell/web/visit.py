"""The door of the pages: the actor, the transaction, the clock, and refusals as pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import wraps
from typing import Any
from urllib.parse import quote

from babel import Locale
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.records.clock import today_of, zone_of
from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.schema.registry import UnknownObject
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.feedback import Problem
from plexus.shell.components.formats import locale_of
from plexus.shell.components.menus import MenuItem

STATUS: dict[type[Refusal], int] = {NotFound: 404, UnknownObject: 404, NotAllowed: 403}
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Visit:
    """One request for a page: who looks, when, and in which language and zone."""

    actor: Actor
    now: datetime
    http: HttpRequest

    @property
    def locale(self) -> Locale:
        """Babel's locale of the reader."""
        return locale_of(get_language() or "en")

    @property
    def zone(self) -> tzinfo:
        """The reader's time zone."""
        return zone_of(self.actor.time_zone)

    @property
    def today(self) -> date:
        """The reader's day."""
        return today_of(self.actor, self.now)

    @property
    def wants_part(self) -> bool:
        """Whether the browser asks for a part of a page."""
        return self.http.headers.get("HX-Request") == "true"

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """A page or a part of one."""
        return render(self.http, template, {"visit": self, **context}, status=status)


def page(**methods: View) -> View:
    """A view by HTTP method, inside the actor's transaction; a refusal becomes a page that says what to do."""

    @wraps(next(iter(methods.values())))
    def view(http: HttpRequest, **path: Any) -> HttpResponse:
        endpoint = methods.get((http.method or "").lower()) or (methods.get("get") if http.method == "HEAD" else None)
        if endpoint is None:
            return HttpResponse(status=405, headers={"Allow": ", ".join(name.upper() for name in methods)})
        actor: Actor | None = getattr(http, "actor", None)
        if actor is None:
            return HttpResponseRedirect(f"{reverse('account_login')}?next={quote(http.get_full_path())}")
        visit = Visit(actor, timezone.now(), http)
        try:
            with acting(actor):
                return endpoint(visit, **path)
        except Refusal as refusal:
            return refused(visit, refusal)

    return view


def refused(visit: Visit, refusal: Refusal) -> HttpResponse:
    """A refusal as a page, or as a part when the browser asked for a part."""
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 422)
    why = " ".join([refusal.sentence(gettext), *(each.sentence(gettext) for each in refusal.fields)])
    home = MenuItem(gettext("To the start page"), reverse("home"))
    title = {404: gettext("Not found"), 403: gettext("Not allowed")}.get(status, gettext("This did not work"))
    problem = Problem(title, why, code=str(status), actions=(home,))
    return visit.show("shell/errors/refused.html", status, problem=problem)


def say(
    response: HttpResponse, text: str, *, undo: str = "", tone: str = "", also: dict[str, Any] | None = None
) -> HttpResponse:
    """Let the browser show a toast, with an undo when there is something to take back."""
    events: dict[str, Any] = {"toast": {"text": text, "undo": undo, "tone": tone}, **(also or {})}
    response["HX-Trigger"] = json.dumps(events)  # a header holds ASCII only, which orjson cannot write
    return response


def done(text: str, *, undo: str = "", also: dict[str, Any] | None = None) -> HttpResponse:
    """An answer without a body that closes the dialog, refreshes the page's data and says what was done."""
    return say(HttpResponse(status=204), text, undo=undo, also={"close-dialog": True, "changed": True} | (also or {}))
