"""Sending people's files back: whole or in part, as a download, and never so that a browser would run them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from plexus.kernel.files.queries.content import Content
from plexus.shell.exporting.writing import disposition

# No file has more bytes than eighteen digits can say.
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")
LOCKED = "sandbox; default-src 'none'; frame-ancestors 'none'"
# The browser's own viewer of PDF does not start in a sandbox; nothing but itself is loaded, and only we may frame it.
VIEWED = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
PDF = "application/pdf"
# Kinds that a browser or an operating system would run or lay out: their own name for themselves is not passed on.
ACTIVE = (
    "text/html", "image/svg+xml", "application/xml", "text/x-script", "application/x-executable",
    "application/vnd.microsoft.portable-executable", "application/x-mach-binary", "application/x-msi",
)  # fmt: skip


def deliver(http: HttpRequest, content: Content, *, viewed: bool = False) -> HttpResponseBase:
    """A file as a download, all or the range that was asked for; `viewed` shows a PDF in the browser's own viewer."""
    tag, shown = f'"{content.digest}"', viewed and content.media_type == PDF
    if tag in parse_etags(http.headers.get("If-None-Match", "")):
        return _headed(HttpResponse(status=304), tag, viewed=shown)
    kind = "application/octet-stream" if content.media_type in ACTIVE else content.media_type
    response = _body(http, content.path, content.size, tag)
    response["Content-Type"] = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    response["Content-Disposition"] = (
        f"inline; filename*=UTF-8''{quote(content.name)}" if shown else disposition(content.name)
    )
    return _headed(response, tag, viewed=shown)


def deliver_picture(http: HttpRequest, path: Path) -> HttpResponseBase:
    """A picture that we drew ourselves."""
    tag = f'"{path.stem}"'
    if tag in parse_etags(http.headers.get("If-None-Match", "")):
        return _headed(HttpResponse(status=304), tag)
    response = FileResponse(path.open("rb"), content_type="image/webp")
    return _headed(response, tag)


def _headed(response: HttpResponseBase, tag: str, *, viewed: bool = False) -> HttpResponseBase:
    """With what guards it; a 304 bears the same, for browsers take its headers for those of what they keep."""
    response["ETag"] = tag
    response["Content-Security-Policy"] = VIEWED if viewed else LOCKED
    if viewed:
        response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    return response


def _body(http: HttpRequest, path: Path, size: int, tag: str) -> HttpResponseBase:
    """All bytes, or 206 with some of them, or 416 where there are none such."""
    asked = RANGE.match(http.headers.get("Range", "")) if http.headers.get("If-Range", tag) == tag else None
    if asked is None or asked.groups() == ("", ""):
        response: HttpResponseBase = FileResponse(path.open("rb"))
        response["Accept-Ranges"] = "bytes"
        return response
    first, last = _bounds(asked[1], asked[2], size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = FileResponse(_Part(path, first, last - first + 1), status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    return response


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Where a range begins and ends; `-500` is the last 500 bytes."""
    if not first:
        return max(0, size - int(last)), size - 1 if int(last) else -1
    return int(first), min(int(last), size - 1) if last else size - 1


class _Part:
    """So many bytes of a file from a place on."""

    def __init__(self, path: Path, first: int, number: int) -> None:
        self._file: IO[bytes] = path.open("rb")
        self._file.seek(first)
        self._left = number

    def read(self, number: int = -1) -> bytes:
        """The next bytes, at most so many."""
        found = self._file.read(self._left if number < 0 else min(number, self._left))
        self._left -= len(found)
        return found

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
