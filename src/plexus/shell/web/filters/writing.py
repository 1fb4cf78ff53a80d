"""From a draft to the JSON of the filter language; rows that are not complete are left out."""

from __future__ import annotations

from typing import Any

from plexus.shell.web.filters.drafts import WITH_LIST, WITHOUT_VALUE, Condition, Draft, Group, Listing, is_complete

Json = dict[str, Any]


def document(draft: Group) -> Json:
    """The filter that a draft says so far; `{}` when it says nothing yet."""
    return _part(draft) or {}


def _part(draft: Draft) -> Json | None:
    match draft:
        case Group():
            return _group(draft)
        case _:
            return row(draft) if is_complete(draft) else None


def _group(group: Group) -> Json | None:
    parts = [made for made in map(_part, group.parts) if made is not None]
    if not parts:
        return None
    key = "or" if group.join in {"any", "none"} else "and"
    joined = parts[0] if len(parts) == 1 else {key: parts}
    return {"not": joined} if group.join in {"not_all", "none"} else joined


def row(one: Condition | Listing) -> Json:
    """One row as a filter of its own."""
    if isinstance(one, Condition):
        return {"field": one.path, "op": one.op} | _value(one)
    where = _group(one.where)
    named: Json = {"related": one.path} | ({"where": where} if where else {})
    if not one.is_figure:
        return named | {"exists": one.test == "has"}
    field = {} if one.test == "count" else {"field": one.field}
    return named | {one.test: field | {"op": one.op} | _value(one)}


def _value(one: Condition | Listing) -> Json:
    given: list[Any] = [*map(_word, one.words), *one.values]
    if one.op in WITHOUT_VALUE:
        return {}
    if one.op == "between":
        return {"value": given[:2]}
    return {"value": given if one.op in WITH_LIST else given[0]}


def _word(word: str) -> Json:
    return {word: True} if word in {"me", "my_team"} else {"relative": word}
