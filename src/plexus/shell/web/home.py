"""Where a person arrives: the first list that she may read."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.schema import registry
from plexus.shell.web.visit import Visit


def arrive(visit: Visit) -> HttpResponse:
    """To the first list of the rail, or to one's own settings when there is none."""
    actor = visit.actor
    for about in registry.of(actor.workspace_id):
        if about.described.in_rail and level(actor, about, Verb.READ):
            return redirect("records", about.plural)
    return redirect("settings")
