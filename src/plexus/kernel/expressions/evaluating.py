"""Reckoning a checked expression for one record in memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, assert_never

from plexus.kernel.expressions.checked import Applied, Checked, Constant, Reading
from plexus.kernel.expressions.functions.function import Moment
from plexus.kernel.expressions.kinds import Kind, value_of

Read = Callable[[Reading], Any]


def evaluate(part: Checked, read: Read, moment: Moment) -> Any:
    """The value, None when it is empty. `read` gives the stored value of a field that the expression names."""
    match part:
        case Constant(value=value):
            return value
        case Reading():
            return _read(part, read)
        case Applied():
            return _apply(part, read, moment)
        case _:
            assert_never(part)


def _read(part: Reading, read: Read) -> Any:
    found = value_of(part.field, read(part))
    return bool(found) if part.kind is Kind.YES_NO else found


def _apply(part: Applied, read: Read, moment: Moment) -> Any:
    overload = part.overload
    if overload.name == "if":
        chosen = part.args[1:2] if evaluate(part.args[0], read, moment) else part.args[2:3]
        return evaluate(chosen[0], read, moment) if chosen else None
    args = [evaluate(each, read, moment) for each in part.args]
    if overload.strict and any(each is None for each in args):
        return None
    return overload.python(moment, *args) if overload.timed else overload.python(*args)
