"""Pages for administrators alone; the actions behind them check again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from plexus.kernel.records.refusals import NotAllowed
from plexus.shell.web.arriving.actor import PageRequest

Page = Callable[..., HttpResponse]


def administrators_only(page: Page) -> Page:
    """Refuse the page to everybody else."""

    @wraps(page)
    def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.is_administrator:
            raise NotAllowed
        return page(request, *args, **kwargs)

    return guarded
