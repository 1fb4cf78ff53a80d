"""Who asks, and how often: one statement finds the actor of a token and counts the request, for all processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.queries.actors import actor_from, digest_of
from plexus.shell import metering
from plexus.shell.api.problems import Unauthenticated
from plexus.shell.metering import Rate, Rates

ENTER = "SELECT actor, used, of_address, resets_in FROM api_enter(%s, %s)"
LONGEST = 500
_WORK = "plexus_work"


def enter(http: HttpRequest) -> tuple[Actor, Rates]:
    """The actor of the request's token; raises `Unauthenticated`, or `TooMany` for a token or an address."""
    secret = _secret(http)
    with connection.cursor() as cursor:
        cursor.execute(ENTER, [digest_of(secret), http.META.get("REMOTE_ADDR", "")])
        found, used, of_address, resets_in = cursor.fetchone()
    actor = actor_from(found)
    own = ("token", settings.PLEXUS_API_RATE) if actor else ("refused", settings.PLEXUS_API_FAILURES)
    rates = Rates((Rate(*own, used, resets_in), Rate("address", settings.PLEXUS_ADDRESS_RATE, of_address, resets_in)))
    rates.enforce()
    if actor is None:
        raise Unauthenticated
    return actor, rates


def works(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark an endpoint that sets long work off: it has a rate of its own, shared with the page that does the same."""

    def marked(endpoint: Callable[..., Any]) -> Callable[..., Any]:
        setattr(endpoint, _WORK, name)
        return endpoint

    return marked


def count_work(actor: Actor, endpoint: Callable[..., Any], rates: Rates) -> Rates:
    """The rates with that of the endpoint's work, where it sets any off; whoever asks enforces them."""
    name = getattr(endpoint, _WORK, "")
    return rates.also(metering.count_work(actor, name)) if name else rates


def _secret(http: HttpRequest) -> str:
    kind, _space, secret = http.headers.get("Authorization", "").partition(" ")
    return secret.strip()[:LONGEST] if kind.lower() == "bearer" else ""
