"""From JSON to a tree, within bounds, so that no filter costs more than it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from plexus.kernel.query import refusals
from plexus.kernel.query.refusals import refuse
from plexus.kernel.query.tree import (
    WITH_LIST,
    WITHOUT_VALUE,
    All,
    AnyOf,
    Compare,
    Figure,
    Function,
    Me,
    MyTeam,
    Node,
    Not,
    Op,
    Related,
    Relative,
    Some,
)

DEPTH, PARTS, VALUES, TEXT, NESTING, STEPS = 12, 200, 1_000, 1_000, 3, 4
HUGE = 10**30
FIGURES = tuple(each.value for each in Function)
KEYS = {
    "field": ("field", "op", "value"),
    "related": ("related", "where", "exists", *FIGURES),
    "and": ("and",),
    "or": ("or",),
    "not": ("not",),
}


def read(text: str | bytes) -> Node:
    """The tree that a JSON text says; raises `FilterInvalid`."""
    try:
        return parse(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise refuse("filter", "not_json", refusals.NOT_JSON) from error


def parse(value: Any) -> Node:
    """The tree that decoded JSON says; `{}` is everything; raises `FilterInvalid`."""
    return _Parser().node(value, depth=1, nesting=0)


class _Parser:
    """Counts the parts as it goes, and stops at the bound."""

    def __init__(self) -> None:
        self.parts = 0

    def node(self, value: Any, *, depth: int, nesting: int) -> Node:
        """One part and what is below it."""
        self._count(depth)
        kind = _kind(value)
        match kind:
            case "":
                return All()
            case "field":
                return _compare(value)
            case "related":
                return self._related(value, depth, nesting)
            case "not":
                return Not(self.node(value["not"], depth=depth + 1, nesting=nesting))
            case _:
                parts = self._several(kind, value[kind], depth, nesting)
                return All(parts) if kind == "and" else AnyOf(parts)

    def _count(self, depth: int) -> None:
        self.parts += 1
        if depth > DEPTH:
            raise refuse("filter", "too_deep", refusals.TOO_DEEP, most=DEPTH)
        if self.parts > PARTS:
            raise refuse("filter", "too_many_parts", refusals.TOO_MANY, most=PARTS)

    def _several(self, key: str, value: Any, depth: int, nesting: int) -> tuple[Node, ...]:
        if not isinstance(value, list):
            raise refuse("filter", "not_parts", refusals.NOT_PARTS, key=key)
        return tuple(self.node(each, depth=depth + 1, nesting=nesting) for each in value)

    def _related(self, value: Mapping[str, Any], depth: int, nesting: int) -> Node:
        path = _path(value["related"])
        if nesting >= NESTING:
            raise refuse(".".join(path), "too_nested", refusals.TOO_NESTED, most=NESTING)
        where = self.node(value.get("where", {}), depth=depth + 1, nesting=nesting + 1)
        return Related(path, where, _test(".".join(path), value))


def _kind(value: Any) -> str:
    """The key that says what a part is; empty for the empty part."""
    if not isinstance(value, dict):
        raise refuse("filter", "not_an_object", refusals.NOT_AN_OBJECT)
    kind = next((each for each in KEYS if each in value), "")
    if value and not kind:
        raise refuse("filter", "not_an_object", refusals.NOT_AN_OBJECT)
    _only(value, KEYS.get(kind, ()), "filter")
    return kind


def _only(value: Mapping[str, Any], allowed: tuple[str, ...], field: str) -> None:
    foreign = next((key for key in value if key not in allowed), None)
    if foreign is not None:
        raise refuse(field, "unknown_key", refusals.UNKNOWN_KEY, key=str(foreign)[:60], allowed=", ".join(allowed))


def _path(value: Any) -> tuple[str, ...]:
    if not isinstance(value, str) or not 0 < len(value) <= 300 or "\x00" in value:
        raise refuse("filter", "not_a_path", refusals.NOT_A_PATH)
    path = tuple(value.split("."))
    if len(path) > STEPS + 1:
        raise refuse(value, "too_far", refusals.TOO_FAR, most=STEPS)
    return path


def _compare(value: Mapping[str, Any]) -> Compare:
    path = _path(value["field"])
    op = _op(".".join(path), value.get("op"))
    return Compare(path, op, _value(".".join(path), op, value))


def _op(field: str, value: Any) -> Op:
    try:
        return Op(value)
    except ValueError as error:
        allowed = ", ".join(Op)
        raise refuse(
            field, "unknown_operator", refusals.UNKNOWN_OPERATOR, op=str(value)[:60], allowed=allowed
        ) from error


def _value(field: str, op: Op, given: Mapping[str, Any]) -> Any:
    """The operand in the form that the operator takes: nothing, one, two, or a list."""
    value = given.get("value")
    if op in WITHOUT_VALUE:
        if value is not None:
            raise refuse(field, "needless_value", refusals.NEEDLESS_VALUE, op=op.value)
        return None
    if op in WITH_LIST or op is Op.BETWEEN:
        return _values(field, op, value)
    if value is None or value == "":
        raise refuse(field, "no_value", refusals.NO_VALUE, op=op.value)
    return _one(field, op, value)


def _values(field: str, op: Op, value: Any) -> tuple[Any, ...]:
    if op is Op.BETWEEN and not (isinstance(value, list) and len(value) == 2):
        raise refuse(field, "not_two", refusals.NOT_TWO)
    if not isinstance(value, list):
        raise refuse(field, "not_a_list", refusals.NOT_A_LIST, op=op.value)
    if len(value) > VALUES:
        raise refuse(field, "too_many_values", refusals.TOO_LONG, most=VALUES)
    return tuple(_one(field, op, each) for each in value)


def _one(field: str, op: Op, value: Any) -> Any:
    """One operand: plain JSON, or a word."""
    if isinstance(value, str) and len(value) > TEXT:
        raise refuse(field, "too_long", refusals.TEXT_TOO_LONG, most=TEXT)
    if isinstance(value, int | float) and not abs(value) < HUGE:
        raise refuse(field, "too_large", refusals.TOO_LARGE)
    if isinstance(value, list) or value is None:
        raise refuse(field, "not_one_value", refusals.NOT_ONE_VALUE, op=op.value)
    return _word(field, value) if isinstance(value, dict) else value


def _word(field: str, value: Mapping[str, Any]) -> Any:
    """A word, or an object such as money or a reference that the field's type understands."""
    match value:
        case {"relative": str(word), **rest} if not rest and len(word) <= 80:
            return Relative(word)
        case {"me": True, **rest} if not rest:
            return Me()
        case {"my_team": True, **rest} if not rest:
            return MyTeam()
        case {"amount": _, **rest} if rest.keys() <= {"currency"}:
            return dict(value)
        case {"id": _, **rest} if rest.keys() <= {"object", "name"}:
            return value["id"]
        case _:
            raise refuse(field, "unknown_word", refusals.UNKNOWN_WORD)


def _test(field: str, value: Mapping[str, Any]) -> Some | Figure:
    """What is tested of related records: that there are some, unless a figure is asked for."""
    given = [key for key in ("exists", *FIGURES) if key in value]
    if len(given) > 1:
        raise refuse(field, "one_test", refusals.ONE_TEST, allowed=", ".join(("exists", *FIGURES)))
    if given in ([], ["exists"]):
        wanted = value.get("exists", True)
        if not isinstance(wanted, bool):
            raise refuse(field, "not_a_flag", refusals.NOT_A_FLAG)
        return Some(wanted)
    return _figure(field, Function(given[0]), value[given[0]])


def _figure(field: str, function: Function, value: Any) -> Figure:
    allowed = ("op", "value") if function is Function.COUNT else ("field", "op", "value")
    if not isinstance(value, dict):
        raise refuse(field, "not_a_figure", refusals.UNKNOWN_KEY, key=function.value, allowed=", ".join(allowed))
    _only(value, allowed, field)
    op = _op(field, value.get("op"))
    named = value.get("field", "")
    if not isinstance(named, str) or len(named) > 100:
        raise refuse(field, "not_a_path", refusals.NOT_A_PATH)
    return Figure(function, named, op, _value(field, op, value))
