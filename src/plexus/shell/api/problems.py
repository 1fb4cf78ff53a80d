"""Errors as RFC 9457 problem documents, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext

from plexus.kernel.records.refusals import Conflict, NotAllowed, NotFound
from plexus.kernel.schema.registry import UnknownObject
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _

TITLES = {
    400: _("Bad request"),
    401: _("Not signed in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Method not allowed"),
    409: _("Conflict"),
    412: _("Changed in the meantime"),
    413: _("Too large"),
    415: _("Unsupported media type"),
    422: _("Unprocessable"),
    428: _("Precondition required"),
    429: _("Too many requests"),
    500: _("Internal error"),
}
STATUS: dict[type[Refusal], int] = {NotFound: 404, UnknownObject: 404, NotAllowed: 403, Conflict: 412}


class Unauthenticated(Refusal):
    """No token, or one that is unknown, revoked or expired."""

    message = _("Send a valid API token: “Authorization: Bearer <token>”.")


class Malformed(Refusal):
    """The body is not the JSON that this endpoint takes."""

    message = _("The body is not valid JSON: %(reason)s.")


class WrongMediaType(Refusal):
    """The body is of a type that this endpoint does not take."""

    message = _("Send JSON with “Content-Type: application/json”.")


class TooLarge(Refusal):
    """The body is larger than this endpoint takes."""

    message = _("The body is larger than %(limit)d bytes. Send less at once.")


class MethodNotAllowed(Refusal):
    """The path exists, but not for this method."""

    message = _("This address takes %(allowed)s.")


class KeyReused(Refusal):
    """An idempotency key came again with another body."""

    message = _("This Idempotency-Key was used with another request. Use a new key.")


class TooMany(Refusal):
    """More requests than the announced rate."""

    message = _("Too many requests. Wait %(seconds)d seconds.")


STATUS |= {
    Unauthenticated: 401, Malformed: 400, WrongMediaType: 415, TooLarge: 413, MethodNotAllowed: 405, KeyReused: 409,
    TooMany: 429,
}  # fmt: skip


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal; what nothing else claims is unprocessable."""
    return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), 422)


def problem(refusal: Refusal, *, extra: Mapping[str, Any] | None = None) -> HttpResponse:
    """The answer to a refused request."""
    status = status_of(refusal)
    document: dict[str, Any] = {
        "type": f"urn:plexus:problem:{refusal.code}",
        "title": gettext(TITLES[status]),
        "status": status,
        "detail": refusal.sentence(gettext),
        **(extra or {}),
    }
    if refusal.fields:
        document["errors"] = [_field(each) for each in refusal.fields]
    response = HttpResponse(orjson.dumps(document, default=str), content_type="application/problem+json", status=status)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Plexus"'
    return response


def _field(error: FieldError) -> dict[str, str]:
    return {"field": error.field, "code": error.code, "message": error.sentence(gettext)}
