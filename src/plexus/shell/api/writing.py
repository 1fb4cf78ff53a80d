"""One cause for all that a request changes, told in a header so that the caller can take it back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from plexus.kernel.journal.causing import causing
from plexus.shell.api.door import Call

CAUSE = "Plexus-Cause"


def under_cause(call: Call, action: str, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the work under a cause of its own, which `POST /causes/{id}/undo` takes back."""
    with causing(actor=call.actor, action=action) as cause_id:
        response = work()
    response[CAUSE] = str(cause_id)
    return response
