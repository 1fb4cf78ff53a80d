"""An expression written out again from its tree, so that reading it gives the tree once more."""

from __future__ import annotations

from decimal import Decimal

from plexus.kernel.expressions.parsing import BINDING, CHAINED
from plexus.kernel.expressions.tree import Call, Expression, Literal, Name, Place

NOWHERE = Place(0, 0)


def bare(node: Expression) -> Expression:
    """A tree without the places of its parts."""
    match node:
        case Literal(value):
            return Literal(value, NOWHERE)
        case Name(path):
            return Name(path, NOWHERE)
        case Call(name, args):
            return Call(name, tuple(map(bare, args)), NOWHERE)


def printed(node: Expression) -> str:
    """A tree as text, with brackets around whatever is made of parts."""
    match node:
        case Literal(value):
            return _literal(value)
        case Name(path):
            return ".".join(path)
        case Call(name, args):
            return _call(name, [printed(each) for each in args])


def _literal(value: str | Decimal | bool | None) -> str:
    match value:
        case str():
            return "'" + value.replace("'", "''") + "'"
        case bool():
            return str(value).lower()
        case Decimal():
            return format(value, "f")
        case None:
            return "empty"


def _call(name: str, args: list[str]) -> str:
    if name == "in" and len(args) > 1:
        return f"({args[0]} in ({', '.join(args[1:])}))"
    if name in BINDING and (len(args) == 2 or (len(args) > 1 and name in CHAINED)):
        return "(" + f" {name} ".join(args) + ")"
    if name in {"not", "-"} and len(args) == 1:
        return f"({name} {args[0]})"
    return f"{name}({', '.join(args)})"


def height(node: Expression) -> int:
    """How many levels a tree has."""
    return 1 + max(map(height, node.args), default=0) if isinstance(node, Call) else 1
