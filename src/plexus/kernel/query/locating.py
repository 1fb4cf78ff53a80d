"""Where in the text of a filter its errors stand, for whoever types it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from json import decoder
from json import scanner as scanners
from typing import Any

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.checked import RelatedRows
from plexus.kernel.query.checking import check
from plexus.kernel.query.parsing import parse, read
from plexus.kernel.query.refusals import FilterInvalid
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError


@dataclass(frozen=True, slots=True)
class Located:
    """An error and where it stands, counted from one; line 0 where it belongs to the whole."""

    error: FieldError
    line: int = 0
    column: int = 0


def located(text: str, about: Object, actor: Actor) -> tuple[Located, ...]:
    """Every error of a filter's text with its place; none when the filter can be asked."""
    try:
        check(read(text), about, actor)
    except FilterInvalid as refusal:
        return tuple(_places(text, about, actor)) or tuple(Located(each) for each in refusal.fields)
    return ()


def _places(text: str, about: Object, actor: Actor) -> Iterator[Located]:
    try:
        document = _Decoder().decode(text)
    except json.JSONDecodeError as error:
        yield from _of_text(text, error)
        return
    except RecursionError:
        return
    for found, at in _errors(document, about, actor, 0):
        yield Located(found, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def _of_text(text: str, error: json.JSONDecodeError) -> Iterator[Located]:
    """What is no JSON, where it stops being JSON."""
    try:
        read(text)
    except FilterInvalid as refusal:
        yield from (Located(each, error.lineno, error.colno) for each in refusal.fields)


def _errors(part: Any, about: Object, actor: Actor, at: int) -> Iterator[tuple[FieldError, int]]:
    """The errors of each part by itself, with the place where the part begins."""
    at = getattr(part, "at", at)
    match part:
        case {"and": [*parts], **rest} | {"or": [*parts], **rest} if not rest:
            for each in parts:
                yield from _errors(each, about, actor, at)
        case {"not": inner, **rest} if not rest:
            yield from _errors(inner, about, actor, at)
        case {"related": _, "where": where, **rest}:
            child, errors = _alone({"related": part["related"], **rest}, about, actor)
            yield from ((each, at) for each in errors)
            if child is not None:
                yield from _errors(where, child, actor, at)
        case _:
            yield from ((each, at) for each in _alone(part, about, actor)[1])


def _alone(part: Any, about: Object, actor: Actor) -> tuple[Object | None, tuple[FieldError, ...]]:
    """The errors of one part, and for related records the object that they are of."""
    try:
        checked = check(parse(part), about, actor).part
    except FilterInvalid as refusal:
        return None, tuple(refusal.fields)
    return (checked.child if isinstance(checked, RelatedRows) else None), ()


class _Placed(dict[str, Any]):
    """A decoded object that knows where its text begins."""

    at = 0


class _Decoder(json.JSONDecoder):
    """Decodes JSON; objects remember their places."""

    def __init__(self) -> None:
        super().__init__()
        self.parse_object = self._object
        self.scan_once: Callable[..., Any] = scanners.py_make_scanner(self)  # type: ignore[attr-defined]

    def _object(self, opened: tuple[str, int], *given: Any) -> tuple[_Placed, int]:
        value, end = decoder.JSONObject(opened, *given)  # type: ignore[attr-defined]
        placed = _Placed(value)
        placed.at = opened[1] - 1
        return placed, end
