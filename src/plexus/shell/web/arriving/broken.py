"""The page of what went wrong: while the database is away one that says so, else that of a fault."""

from __future__ import annotations

import sys

import structlog
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from plexus.kernel.records.refusals import is_away

SECONDS = 5
LOOKED = ("GET", "HEAD")
log = structlog.get_logger(__name__)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """The answer to a request whose view raised what nobody expected; without the database only that it is away."""
    if not is_away(sys.exception()):
        return server_error(request)
    log.warning("web.database_away", path=request.path, method=request.method)
    again = request.get_full_path() if request.method in LOOKED else "/"
    # Without the request, of whose visitor only the database knows.
    page = render_to_string("errors/503.html", {"again": again, "sent": request.method not in LOOKED})
    return HttpResponse(page, status=503, headers={"Retry-After": str(SECONDS)})
