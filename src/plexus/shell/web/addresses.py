"""Addresses made from the one that is shown."""

from __future__ import annotations

from plexus.shell.web.visit import Visit


def query_with(visit: Visit, **changed: str) -> str:
    """The query string of this page with some parameters changed; an empty value takes one away."""
    query = visit.http.GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}" if query else visit.http.path
