"""The door of the pages: the actor, the transaction, the clock, and refusals as pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import wraps
from typing import Any, TypeVar, cast

from babel import Locale
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.clock import today_of, zone_of
from plexus.shell.components.formats import locale_of

View = Callable[..., HttpResponseBase]
T = TypeVar("T")


@dataclass(frozen=True)
class Visit:
    """One request for a page: who looks, when, and in which language and zone."""

    actor: Actor
    now: datetime
    http: HttpRequest
    _known: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What several parts of one page need, made for the first of them."""
        if key not in self._known:
            self._known[key] = make()
        return cast("T", self._known[key])

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
    def preferences(self) -> Mapping[str, Any]:
        """What the person prefers to see; the session has brought it along."""
        seen = getattr(self.http, "preferences", None)
        return seen if seen is not None else getattr(self.http.user, "preferences", {})

    @property
    def wants_part(self) -> bool:
        """Whether the browser asks for a part of a page."""
        return self.http.headers.get("HX-Request") == "true"

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """A page or a part of one."""
        return render(self.http, template, {"visit": self, **context}, status=status)


def page(**methods: View) -> View:
    """A view by HTTP method for a person; who that is and the transaction are the middleware's matter."""

    @wraps(next(iter(methods.values())))
    def view(http: HttpRequest, **path: Any) -> HttpResponseBase:
        endpoint = methods.get((http.method or "").lower()) or (methods.get("get") if http.method == "HEAD" else None)
        if endpoint is None:
            return HttpResponse(status=405, headers={"Allow": ", ".join(name.upper() for name in methods)})
        actor: Actor = http.actor  # type: ignore[attr-defined]
        return endpoint(Visit(actor, timezone.now(), http), **path)

    return view


def say(
    response: HttpResponse,
    text: str,
    *,
    undo: str = "",
    label: str = "",
    tone: str = "",
    also: dict[str, Any] | None = None,
) -> HttpResponse:
    """Let the browser show a toast, with an undo when there is something to take back; `label` is how that is called
    where it is not “Undo”.
    """
    events: dict[str, Any] = {"toast": {"text": text, "undo": undo, "label": label, "tone": tone}, **(also or {})}
    response["HX-Trigger"] = json.dumps(events)  # a header holds ASCII only, which orjson cannot write
    return response


def done(text: str, *, undo: str = "", label: str = "", also: dict[str, Any] | None = None) -> HttpResponse:
    """An answer without a body that closes the dialog, refreshes the page's data and says what was done."""
    events = {"close-dialog": True, "changed": True} | (also or {})
    return say(HttpResponse(status=204), text, undo=undo, label=label, also=events)
