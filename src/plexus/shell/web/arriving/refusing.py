"""Refusals as pages: one place that says them in the reader's language with the right status."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from plexus.kernel.files.refusals import NoPreview
from plexus.kernel.records.refusals import Busy, Conflict, InTrash, NotAllowed, NotFound, NotThen
from plexus.kernel.schema.registry import UnknownObject
from plexus.kernel.values.refusals import Refusal
from plexus.shell.metering import TooMany
from plexus.shell.web.arriving.sending import TooMuchSent, TooMuchTyped

STATUS: dict[type[Refusal], int] = {
    NotFound: 404, UnknownObject: 404, NotAllowed: 403, Conflict: 412, TooMany: 429, TooMuchSent: 413,
    TooMuchTyped: 413, NoPreview: 404, Busy: 409,
}  # fmt: skip
PAGES = {404: "404.html", 403: "403.html", 413: "413.html", 429: "429.html"}


def status_of(refusal: Refusal) -> int:
    """The HTTP status that a refusal means."""
    return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), 422)


def sentences(refusal: Refusal) -> list[str]:
    """What is wrong, field by field where fields are named."""
    return [each.sentence(gettext) for each in refusal.fields] or [refusal.sentence(gettext)]


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page that tells a refusal which the view did not show in its own form."""
    status = status_of(refusal)
    reason = " ".join(sentences(refusal))
    told = {
        "status": status, "reason": reason, "in_trash": isinstance(refusal, InTrash),
        "now_url": request.path if isinstance(refusal, NotThen) else "",
    }  # fmt: skip
    response = render(request, PAGES.get(status, "400.html"), told, status=status)
    if isinstance(refusal, TooMany):
        for name, value in refusal.headers():
            response[name] = value
    return response
