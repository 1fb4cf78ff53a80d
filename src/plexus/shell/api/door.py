"""The door of the API: token, rate, language, transaction, errors. No endpoint works outside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

import orjson
import structlog
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from plexus.kernel.identity.actions import tokens
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Busy, is_away, is_busy
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import bodies, limiting, problems, remembering, sending
from plexus.shell.gates import by_token
from plexus.shell.metering import Rates

log = structlog.get_logger(__name__)
Answer = Callable[..., HttpResponseBase]
_FILES = "plexus_files"


class ValueRefused(Refusal):
    """A value that fits its field's form but not the database."""

    message = _("A value is out of range.")


@dataclass(frozen=True)
class Call:
    """A request inside the door: who asks, when, and the HTTP request itself."""

    actor: Actor
    now: datetime
    http: HttpRequest

    def body(self, *, optional: bool = False) -> dict[str, Any]:
        """The JSON object in the body; raises what its absence deserves, unless it may be left out."""
        return bodies.read_object(self.http, optional=optional)


def answer(document: Any, *, status: int = 200) -> HttpResponse:
    """A JSON answer."""
    return HttpResponse(orjson.dumps(document, default=str), content_type="application/json", status=status)


def door(**methods: Answer) -> Callable[..., HttpResponseBase]:
    """A view that finds the actor by token, opens the transaction, and turns refusals into problem documents."""
    allowed = ", ".join(_offered(methods))

    @csrf_exempt
    @wraps(next(iter(methods.values())))
    def view(http: HttpRequest, **path: Any) -> HttpResponseBase:
        with translation.override(translation.get_language_from_request(http)):
            return sending.finished(http, _answered(http, methods, allowed, path))

    return by_token(view)


def _offered(methods: Iterable[str]) -> Iterator[str]:
    """The methods that an address takes; HEAD comes with GET, and asking for them is always possible."""
    for name in methods:
        yield name.upper()
        if name == "get":
            yield "HEAD"
    yield "OPTIONS"


def bare(endpoint: Answer) -> Answer:
    """An endpoint that takes no parameters: a misspelt one must not pass for none."""

    @wraps(endpoint)
    def asked(call: Call, **path: Any) -> HttpResponseBase:
        bodies.refuse_parameters(call.http, ())
        return endpoint(call, **path)

    return asked


def takes_files(endpoint: Answer) -> Answer:
    """An endpoint that files are sent to; they are here before its transaction begins."""
    setattr(endpoint, _FILES, True)
    return endpoint


def unknown(call: Call, **path: str) -> HttpResponse:
    """Any address that the API does not have."""
    raise problems.NoSuchAddress


def _unknown_door(http: HttpRequest, **path: str) -> HttpResponseBase:
    """The door of addresses that do not exist, whatever the method."""
    return door(**{(http.method or "get").lower(): unknown})(http, **path)


unknown_door = csrf_exempt(by_token(_unknown_door))


def _answered(http: HttpRequest, methods: dict[str, Answer], allowed: str, path: dict[str, Any]) -> HttpResponseBase:
    rates: Rates | None = None
    try:
        actor, rates = limiting.enter(http)
        if http.method == "OPTIONS" and "options" not in methods:
            return _told_methods(rates, allowed)
        endpoint = methods.get("get" if http.method == "HEAD" else (http.method or "").lower())
        if endpoint is None:
            raise problems.MethodNotAllowed(allowed=allowed)  # noqa: TRY301 (answered like any refusal)
        rates = limiting.count_work(actor, endpoint, rates)
        rates.enforce()
        bodies.await_all(http, files=getattr(endpoint, _FILES, False))
        response = _run(Call(actor, timezone.now(), http), endpoint, path)
    except Refusal as refusal:
        response = problems.problem(refusal)
    except Error as error:
        response = _database_said_no(error)
    except Exception:
        log.exception("api.broken", path=http.path, method=http.method)
        response = problems.internal_error()
    if rates:
        rates.tell(response)
    return response


def _told_methods(rates: Rates, allowed: str) -> HttpResponse:
    response = HttpResponse(status=204, headers={"Allow": allowed})
    rates.tell(response)
    return response


def _run(call: Call, endpoint: Answer, path: dict[str, Any]) -> HttpResponseBase:
    with acting(call.actor):
        tokens.note_use(actor=call.actor, now=call.now)
        if call.http.method == "POST":
            return remembering.once(call.http, call.actor, call.now, lambda: endpoint(call, **path))
        return endpoint(call, **path)


def _database_said_no(error: Error) -> HttpResponse:
    """Values that only PostgreSQL could refuse are the caller's; a lock that took too long may be tried again.

    So may all that was asked while the database was gone: starting, ending, or cut off.
    """
    state = getattr(error.__cause__, "sqlstate", "") or ""
    if is_away(error):
        log.warning("api.database_away", error=type(error).__name__, sqlstate=state)
        return problems.problem(problems.DatabaseAway())
    if state.startswith("22"):
        return problems.problem(ValueRefused(fields=[FieldError("", "out_of_range", ValueRefused.message)]))
    if is_busy(error):
        return problems.problem(Busy(seconds=1))
    log.error("api.broken", error=type(error).__name__, sqlstate=state, exc_info=error)
    return problems.internal_error()
