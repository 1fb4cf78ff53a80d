"""Addresses made from the one that is shown."""

from __future__ import annotations

from urllib.parse import urlencode

from plexus.shell.web.visit import Visit


def query_with(visit: Visit, **changed: str) -> str:
    """The query string of this page with some parameters changed; an empty value takes one away."""
    kept = [(name, value) for name, values in visit.http.GET.lists() if name not in changed for value in values]
    query = kept + [(name, value) for name, value in changed.items() if value]
    return f"?{urlencode(query)}" if query else visit.http.path


def filter_address(visit: Visit, objects: str, at: str = "", *, text: str = "") -> str:
    """The dialog that edits the filter of the list that is shown, or one given as text, opened at one of its parts."""
    asked = {name: str(value) for name, value in visit.http.GET.items() if name != "cursor"}
    given = {"filter": text} if text else {}
    return f"/{objects}/filter?{urlencode(asked | given | ({'at': at} if at else {}))}"
