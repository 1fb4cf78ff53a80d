"""What layers above have to say of a definition, such as whether its expression makes sense."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from plexus.kernel.values.refusals import FieldError

Check = Callable[[Any], Iterable[FieldError]]
_checks: list[Check] = []


def also(check: Check) -> None:
    """Ask this too of every definition; called while apps load."""
    _checks.append(check)


def faults(row: Any) -> Iterator[FieldError]:
    """What is wrong with a definition in the eyes of those above."""
    for check in _checks:
        yield from check(row)
