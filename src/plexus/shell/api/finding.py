"""Search over all objects at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from plexus.kernel.schema import registry
from plexus.kernel.search.queries.finding import Hit, find
from plexus.shell.api import asking
from plexus.shell.api.door import Call, answer


def search(call: Call) -> HttpResponse:
    """GET /search?q=&objects=: the records that a text names best, the best first."""
    asking.refuse_unknown(call, {"q", "objects", "limit"})
    limit = asking.limit(call.http.GET.get("limit", ""), usual=20)
    objects = asking.names(call.http.GET.get("objects", ""))
    for name in objects:
        registry.of(call.actor.workspace_id).object(name)
    hits = find(actor=call.actor, text=call.http.GET.get("q", ""), objects=objects or None, limit=limit, files=True)
    return answer({"data": [_told(each) for each in hits]})


def _told(hit: Hit) -> dict[str, Any]:
    """A hit, and where a file in a field led to it the name of that."""
    return {"object": hit.object, "id": hit.record_id, "name": hit.title} | ({"file": hit.file} if hit.file else {})
