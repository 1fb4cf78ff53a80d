"""Errors as RFC 9457 problem documents, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext

from plexus.kernel.actions.refusals import UnknownAction
from plexus.kernel.files.refusals import ContentGone, FileTooBig, KindRefused, NoPreview
from plexus.kernel.jobs.refusals import JobNotFound, JobOver, PersonGone
from plexus.kernel.records.fetching.paging import CursorTooOld
from plexus.kernel.records.refusals import Busy, Conflict, NotAllowed, NotFound
from plexus.kernel.schema.registry import UnknownObject
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.exporting.queries.downloading import Expired
from plexus.shell.hooks.refusals import StillWaiting
from plexus.shell.importing.actions.preparing import RunsAlready
from plexus.shell.importing.opening import FileGone
from plexus.shell.metering import TooMany
from plexus.shell.setup.refusals import SetupTooLarge

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: _("Bad request"),
    401: _("Not signed in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Method not allowed"),
    409: _("Conflict"),
    410: _("No longer kept"),
    412: _("Changed in the meantime"),
    413: _("Too large"),
    415: _("Unsupported media type"),
    422: _("Unprocessable"),
    424: _("Not carried out"),
    429: _("Too many requests"),
    500: _("Internal error"),
    503: _("Not there just now"),
}
BROKEN = "internal_error"
BROKEN_DETAIL = _("Something went wrong on our side. An administrator finds it in the log.")
PAGE = "/api/v1/problems"
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


class WrongForm(WrongMediaType):
    """The address takes a file in a form."""

    message = _("Send the file as “Content-Type: multipart/form-data”.")


class FormMalformed(Refusal):
    """The body calls itself a form and is none."""

    message = _("The form cannot be read: it is cut off, or has too many parts.")


class TooLarge(Refusal):
    """The body is larger than this endpoint takes."""

    message = _("The body is larger than %(limit)d bytes. Send less at once.")


class MethodNotAllowed(Refusal):
    """The path exists, but not for this method."""

    message = _("This address takes %(allowed)s.")


class NoSuchAddress(Refusal):
    """The API has nothing at this address."""

    code: ClassVar[str] = "no_such_address"
    message = _("There is nothing at this address. The addresses are listed in /api/v1/openapi.json.")


class DatabaseAway(Refusal):
    """The database does not answer, or ended in the middle: whether the work was done is not known."""

    message = _("The database is not there just now. Try again in a moment, with the same Idempotency-Key.")


class KeyReused(Refusal):
    """An idempotency key came again with another body."""

    message = _("This Idempotency-Key was used with another request. Use a new key.")


class NotCarriedOut(Refusal):
    """Another operation of the same atomic batch was refused, so this one was not carried out either."""

    message = _(
        "This was not carried out, because “%(operation)s” was refused: an atomic batch keeps all or nothing. Correct "
        "that operation or leave it out, and send the batch again."
    )


STATUS |= {
    Unauthenticated: 401, Malformed: 400, FormMalformed: 400,
    WrongMediaType: 415, TooLarge: 413, MethodNotAllowed: 405, KeyReused: 409,
    NotCarriedOut: 424, TooMany: 429, NoSuchAddress: 404, Busy: 409, DatabaseAway: 503,
    UnknownAction: 404, JobNotFound: 404, JobOver: 409, Expired: 410,
    PersonGone: 403, RunsAlready: 409, FileGone: 410, CursorTooOld: 410,
    FileTooBig: 413, SetupTooLarge: 413, KindRefused: 415, ContentGone: 410, NoPreview: 404, StillWaiting: 409,
}  # fmt: skip


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return status_of_kind(type(refusal))


def status_of_kind(kind: type[Refusal]) -> int:
    """The HTTP status of a kind of refusal; what nothing else claims is unprocessable."""
    return next((status for each, status in STATUS.items() if issubclass(kind, each)), 422)


def address_of(code: str) -> str:
    """The `type` of a problem: where it is explained."""
    return f"{PAGE}#{code}"


def problem(refusal: Refusal) -> HttpResponse:
    """The answer to a refused request."""
    response = HttpResponse(
        orjson.dumps(document_of(refusal), default=str), content_type=MEDIA_TYPE, status=status_of(refusal)
    )
    for name, value in _headers(refusal):
        response[name] = value
    return response


def document_of(refusal: Refusal) -> dict[str, Any]:
    """A refusal as a problem document in the active language."""
    status = status_of(refusal)
    document: dict[str, Any] = {
        "type": address_of(refusal.code),
        "title": gettext(TITLES[status]),
        "status": status,
        "detail": refusal.sentence(gettext),
    }
    if isinstance(refusal, Conflict):
        document |= {"yours": refusal.yours, "current": refusal.current}
    if refusal.fields:
        document["errors"] = [_field(each) for each in refusal.fields]
    return document


def internal_error() -> HttpResponse:
    """The answer to an error of ours: it tells nothing, the log does."""
    document = {
        "type": address_of(BROKEN), "title": gettext(TITLES[500]), "status": 500, "detail": gettext(BROKEN_DETAIL),
    }  # fmt: skip
    return HttpResponse(orjson.dumps(document), content_type=MEDIA_TYPE, status=500)


def _headers(refusal: Refusal) -> Iterator[tuple[str, str]]:
    match refusal:
        case Unauthenticated():
            yield "WWW-Authenticate", 'Bearer realm="Plexus"'
        case MethodNotAllowed():
            yield "Allow", refusal.params["allowed"]
        case TooMany():
            yield from refusal.headers()
        case Busy():
            yield "Retry-After", "1"
        case DatabaseAway():
            yield "Retry-After", "2"


def _field(error: FieldError) -> dict[str, str]:
    return {"field": error.field, "code": error.code, "message": error.sentence(gettext)}
