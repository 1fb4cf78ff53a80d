"""The door of the API: token, language, transaction, errors. No endpoint works outside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

import orjson
import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from plexus.kernel.identity.actions import tokens
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.queries.actors import actor_of_token
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Conflict
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import problems
from plexus.shell.gates import by_token

LARGEST_BODY = 5_000_000
log = structlog.get_logger(__name__)
Answer = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Call:
    """A request inside the door: who asks, when, and the HTTP request itself."""

    actor: Actor
    now: datetime
    http: HttpRequest

    def body(self) -> dict[str, Any]:
        """The JSON object in the body; raises what its absence deserves."""
        parsed = read_json(self.http)
        if not isinstance(parsed, dict):
            raise problems.Malformed(reason="an object is expected")
        return parsed


def read_json(http: HttpRequest) -> Any:
    """The JSON in the body of a request."""
    if http.content_type not in {"application/json", "application/merge-patch+json"}:
        raise problems.WrongMediaType
    if len(http.body) > LARGEST_BODY:
        raise problems.TooLarge(limit=LARGEST_BODY)
    try:
        return orjson.loads(http.body)
    except orjson.JSONDecodeError as error:
        raise problems.Malformed(reason=str(error)) from error


def answer(document: Any, *, status: int = 200) -> HttpResponse:
    """A JSON answer."""
    return HttpResponse(orjson.dumps(document, default=str), content_type="application/json", status=status)


def door(**methods: Answer) -> Callable[..., HttpResponse]:
    """A view that finds the actor by token, opens the transaction, and turns refusals into problem documents."""
    allowed = ", ".join(name.upper() for name in methods)

    @csrf_exempt
    @wraps(next(iter(methods.values())))
    def view(http: HttpRequest, **path: Any) -> HttpResponse:
        with translation.override(translation.get_language_from_request(http)):
            return _answered(http, methods, allowed, path)

    return by_token(view)


def _answered(http: HttpRequest, methods: dict[str, Answer], allowed: str, path: dict[str, Any]) -> HttpResponse:
    try:
        actor = _actor(http)
        endpoint = methods.get((http.method or "").lower())
        if endpoint is None:
            raise problems.MethodNotAllowed(allowed=allowed)
        with acting(actor):
            now = timezone.now()
            tokens.note_use(actor=actor, now=now)
            return endpoint(Call(actor, now, http), **path)
    except Conflict as conflict:
        return problems.problem(conflict, extra={"yours": conflict.yours, "current": conflict.current})
    except Refusal as refusal:
        response = problems.problem(refusal)
        if response.status_code == 405:
            response["Allow"] = allowed
        return response
    except DatabaseError as error:
        return _database_said_no(error)


def _database_said_no(error: DatabaseError) -> HttpResponse:
    """Values that only PostgreSQL could refuse (out of its range) are the caller's; all else is ours."""
    if (getattr(error.__cause__, "sqlstate", "") or "").startswith("22"):
        return problems.problem(ValueRefused(fields=[FieldError("", "out_of_range", ValueRefused.message)]))
    raise error


class ValueRefused(Refusal):
    """A value that fits its field's form but not the database."""

    message = _("A value is out of range.")


def _actor(http: HttpRequest) -> Actor:
    kind, _space, secret = http.headers.get("Authorization", "").partition(" ")
    actor = actor_of_token(secret.strip()) if kind.lower() == "bearer" and secret.strip() else None
    if actor is None:
        raise problems.Unauthenticated
    return actor
