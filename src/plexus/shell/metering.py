"""How often somebody may ask: counted in the database for all processes, and announced with every answer.

The headers are those of the IETF draft on rate limits, in its newer form (`RateLimit-Policy`, `RateLimit`), which names
each policy, and in its older one (`RateLimit-Limit`, `-Remaining`, `-Reset`), which tells the policy that is nearest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from plexus.kernel.identity.actor import Actor
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

COUNT = "SELECT used, resets_in FROM api_count(%s, %s)"
MINUTE, HOUR = 60, 3_600
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Rate:
    """One policy: how many requests there may be in a span of seconds, how many were, and when the next span begins."""

    name: str
    limit: int
    used: int
    resets_in: int
    span: int = MINUTE

    @property
    def exceeded(self) -> bool:
        """Whether this request was one too many."""
        return self.used > self.limit

    @property
    def left(self) -> int:
        """How many more there may be."""
        return max(0, self.limit - self.used)


@dataclass(frozen=True)
class Rates:
    """Every policy that a request falls under."""

    every: tuple[Rate, ...]

    @property
    def exceeded(self) -> Rate | None:
        """The policy of which this request was one too many; of several, the one to wait for longest."""
        return max((each for each in self.every if each.exceeded), key=lambda each: each.resets_in, default=None)

    def also(self, rate: Rate) -> Rates:
        """The same and one more."""
        return Rates((*self.every, rate))

    def headers(self) -> Iterator[tuple[str, str]]:
        """What tells a program how fast it may go on."""
        nearest = self.exceeded or min(self.every, key=lambda each: each.left)
        yield "RateLimit-Limit", str(nearest.limit)
        yield "RateLimit-Remaining", str(nearest.left)
        yield "RateLimit-Reset", str(nearest.resets_in)
        yield "RateLimit-Policy", ", ".join(f'"{each.name}";q={each.limit};w={each.span}' for each in self.every)
        yield "RateLimit", ", ".join(f'"{each.name}";r={each.left};t={each.resets_in}' for each in self.every)

    def tell(self, response: HttpResponseBase) -> None:
        """Write the headers of an answer."""
        for name, value in self.headers():
            response[name] = value

    def enforce(self) -> None:
        """Raise `TooMany` where a policy is exceeded."""
        if over := self.exceeded:
            raise TooMany(self, seconds=over.resets_in)


class TooMany(Refusal):
    """More requests than the announced rate."""

    message = _("Too many requests. Wait %(seconds)d seconds.")

    def __init__(self, rates: Rates | None = None, **params: Any) -> None:
        self.rates = rates
        super().__init__(**params)

    def headers(self) -> Iterator[tuple[str, str]]:
        """When to come again, and the policies."""
        yield "Retry-After", str(self.params["seconds"])
        yield from self.rates.headers() if self.rates else ()


def count(key: str, *, name: str, limit: int, span: int = MINUTE) -> Rate:
    """Count one more of something, in a span for all processes."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [f"{name} {key}", span])
        used, resets_in = cursor.fetchone()
    return Rate(name, limit, used, resets_in, span)


def count_work(actor: Actor, name: str) -> Rate:
    """Count an export or an import of a person, by whatever door it comes."""
    limit = {"exports": settings.PLEXUS_EXPORT_RATE, "imports": settings.PLEXUS_IMPORT_RATE}[name]
    return count(str(actor.person_id or actor.workspace_id), name=name, limit=limit, span=HOUR)


def by_address(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for strangers where something is guessed or set off: so many attempts a minute from one address."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in SAFE:
            return view(request, *args, **kwargs)
        address = request.META.get("REMOTE_ADDR", "")
        rates = Rates((count(address, name="sign-in", limit=settings.PLEXUS_SIGN_IN_RATE),))
        rates.enforce()
        response = view(request, *args, **kwargs)
        rates.tell(response)
        return response

    return counted
