"""From a tree back to JSON: `parse(write(tree))` is the tree."""

from __future__ import annotations

from typing import Any, assert_never

from plexus.kernel.query.tree import (
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
    Related,
    Relative,
    Some,
)

Json = dict[str, Any]


def write(tree: Node) -> Json:
    """The tree as the JSON that people send."""
    match tree:
        case All(()):
            return {}
        case All(parts):
            return {"and": [write(part) for part in parts]}
        case AnyOf(parts):
            return {"or": [write(part) for part in parts]}
        case Not(part):
            return {"not": write(part)}
        case Compare(path, op, value):
            given = {} if op in WITHOUT_VALUE else {"value": _value(value)}
            return {"field": ".".join(path), "op": op.value} | given
        case Related(path, where, test):
            named = {"related": ".".join(path)}
            return named | ({} if where == All() else {"where": write(where)}) | _test(test)
        case _:
            assert_never(tree)


def _test(test: Some | Figure) -> Json:
    match test:
        case Some(wanted):
            return {"exists": wanted}
        case Figure(function, field, op, value):
            named = {} if function is Function.COUNT else {"field": field}
            given = {} if op in WITHOUT_VALUE else {"value": _value(value)}
            return {function.value: named | {"op": op.value} | given}
        case _:
            assert_never(test)


def _value(value: Any) -> Any:
    match value:
        case tuple():
            return [_value(each) for each in value]
        case Relative(word):
            return {"relative": word}
        case Me():
            return {"me": True}
        case MyTeam():
            return {"my_team": True}
        case _:
            return value
