"""Who asks, and how often: one statement finds the actor of a token and counts the request, for all processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.queries.actors import actor_from, digest_of
from plexus.shell.api.problems import TooMany, Unauthenticated

ENTER = "SELECT actor, used, resets_in FROM api_enter(%s, %s)"
LONGEST = 500


@dataclass(frozen=True)
class Rate:
    """How many requests there may be in this minute, how many were, and the seconds until the next."""

    limit: int
    used: int
    resets_in: int

    @property
    def exceeded(self) -> bool:
        """Whether this request was one too many."""
        return self.used > self.limit

    def headers(self) -> Iterator[tuple[str, str]]:
        """What tells a program how fast it may go on."""
        yield "RateLimit-Limit", str(self.limit)
        yield "RateLimit-Remaining", str(max(0, self.limit - self.used))
        yield "RateLimit-Reset", str(self.resets_in)

    def tell(self, response: HttpResponseBase) -> None:
        """Write the headers of an answer."""
        for name, value in self.headers():
            response[name] = value


def enter(http: HttpRequest) -> tuple[Actor, Rate]:
    """The actor of the request's token; raises `Unauthenticated`, or `TooMany` for a token or failing address."""
    secret = _secret(http)
    with connection.cursor() as cursor:
        cursor.execute(ENTER, [digest_of(secret), http.META.get("REMOTE_ADDR", "")])
        found, used, resets_in = cursor.fetchone()
    actor = actor_from(found)
    rate = Rate(settings.PLEXUS_API_RATE if actor else settings.PLEXUS_API_FAILURES, used, resets_in)
    if rate.exceeded:
        raise TooMany(rate, seconds=resets_in)
    if actor is None:
        raise Unauthenticated
    return actor, rate


def _secret(http: HttpRequest) -> str:
    kind, _space, secret = http.headers.get("Authorization", "").partition(" ")
    return secret.strip()[:LONGEST] if kind.lower() == "bearer" else ""
