"""An expression as it was written: a tree of plain data that knows where each part stands in the text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """From where to where a part stands in the text, counted from 0."""

    start: int
    end: int

    def to(self, other: Place) -> Place:
        """The place from here to the end of another."""
        return Place(self.start, other.end)


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that was written out; None is the word `empty`."""

    value: str | Decimal | bool | None
    place: Place


@dataclass(frozen=True, slots=True)
class Name:
    """A field, reached through references where the path is longer than one."""

    path: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Call:
    """A function or an operator, which is a function written between its operands."""

    name: str
    args: tuple[Expression, ...]
    place: Place


Expression = Literal | Name | Call
