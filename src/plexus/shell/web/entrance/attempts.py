"""Attempts at the doors for strangers: so many a minute from one address, announced with every answer."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from plexus.shell import metering
from plexus.shell.gates import View
from plexus.shell.metering import TooMany
from plexus.shell.web.arriving import refusing

WAIT = "300"


def limited(view: View) -> View:
    """A page where something may be guessed or set off; whoever tries too often is told when to come again."""
    counted = metering.by_address(view)

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = counted(request, *args, **kwargs)
        except TooMany as refusal:
            return refusing.answer(request, refusal)
        if response.status_code == 429:
            response.headers.setdefault("Retry-After", WAIT)
        return response

    return door
