"""Pages that set long work off, such as an export: so many an hour for one person, as announced."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase

from plexus.shell.metering import Rates, count_work
from plexus.shell.web.visit import Visit

View = Callable[..., HttpResponseBase]


def works(name: str) -> Callable[[View], View]:
    """Count each request of a page among a person's exports or imports; too many raise `TooMany`."""

    def limited(view: View) -> View:
        @wraps(view)
        def counted(visit: Visit, **path: Any) -> HttpResponseBase:
            rates = Rates((count_work(visit.actor, name),))
            rates.enforce()
            response = view(visit, **path)
            rates.tell(response)
            return response

        return counted

    return limited
