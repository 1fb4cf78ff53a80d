"""How answers leave: in which language, for whom, kept by nobody, and packed when they are long."""

from __future__ import annotations

import gzip
import hashlib

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

PACKED_FROM = 1_400  # bytes: what fits one packet gains nothing
LEVEL = 4
OURS = ("Authorization", "Accept-Language", "Accept-Encoding")


def finished(http: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer with what every answer bears; packed when the caller can unpack and it is worth it."""
    response.setdefault("Content-Language", get_language() or "en")
    response.setdefault("Cache-Control", "no-store")
    patch_vary_headers(response, OURS)
    if isinstance(response, HttpResponse) and _is_worth_packing(http, response):
        response.content = gzip.compress(response.content, LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
    return response


def unless_known(http: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with an ETag of its content, or 304 to whoever has it already."""
    tag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    known = parse_etags(http.headers.get("If-None-Match", ""))
    found = HttpResponse(status=304) if "*" in known or tag in known else response
    found["ETag"], found["Cache-Control"] = tag, "private, no-cache"
    return found


def _is_worth_packing(http: HttpRequest, response: HttpResponse) -> bool:
    """Not a record with its ETag: that names the bytes as they are."""
    strong = response.get("ETag", "W/").startswith('"')
    return (
        len(response.content) >= PACKED_FROM
        and not strong
        and not response.has_header("Content-Encoding")
        and "gzip" in http.headers.get("Accept-Encoding", "")
    )
