"""Asking a list for what is reckoned."""

from __future__ import annotations

from typing import Any

from tests.casting import NOW

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.filtering import from_document
from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.reading import Asked
from plexus.kernel.schema import registry


def listed(actor: Actor, plural: str, *fields: str, where: Any = None, sort: str = "", limit: int = 50) -> list[Any]:
    """The values of some fields of every record that fulfils a condition, page after page."""
    found: list[Any] = []
    cursor: str | None = ""
    with acting(actor):
        about = registry.of(actor.workspace_id).object(plural)
        condition = from_document(where or {}, about=about, actor=actor, now=NOW)
        while cursor is not None:
            asked = Asked(condition=condition, sort=sort, fields=fields, limit=limit, cursor=cursor)
            page = reading.read_page(actor, about, asked)
            found += [tuple(row[name] for name in fields) for row in page.rows]
            cursor = page.next
    return [each[0] for each in found] if len(fields) == 1 else found


def compare(field: str, op: str, *value: Any) -> dict[str, Any]:
    """A filter of one comparison."""
    return {"field": field, "op": op} | ({"value": value[0]} if value else {})
