"""A function: what it takes and gives, what it does in Python, and the SQL that does the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from plexus.kernel.expressions.kinds import Kind

NEVER_EMPTY = frozenset({Kind.YES_NO, Kind.LIST})
_overloads: dict[str, list[Overload]] = {}


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where an expression is reckoned: only doors read the clock."""

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The day that it is there."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function.

    `sql` is a template with a place `{0}` for each argument, `{*}` for all of them parted by commas, `{rest}` for all
    but the first, `{and}` and `{or}` for all joined by those words; an argument stands in it once, so that no SQL grows
    beyond what was written. A `strict` function is empty as soon as an argument is; others are asked. With `rest` the
    last kind may come again, any number of times. `timed` ones are given the moment first, and as the places `{now}`,
    `{today}` and `{zone}`.
    """

    name: str
    takes: tuple[Kind, ...]
    gives: Kind
    python: Callable[..., Any]
    sql: str
    strict: bool = True
    rest: bool = False
    timed: bool = False

    def fits(self, kinds: Sequence[Kind]) -> bool:
        """Whether arguments of these kinds can be given; the word `empty` is of any kind."""
        takes = self.taking(len(kinds))
        return len(takes) == len(kinds) and all(
            kind is wanted or (kind is Kind.EMPTY and wanted not in NEVER_EMPTY)
            for kind, wanted in zip(kinds, takes, strict=True)
        )

    def taking(self, count: int) -> tuple[Kind, ...]:
        """The kinds of so many arguments."""
        more = max(0, count - len(self.takes)) if self.rest else 0
        return (*self.takes, *(self.takes[-1:] * more))


def define(  # noqa: PLR0913 - reads like the definition that it is
    name: str,
    takes: Sequence[Kind],
    gives: Kind,
    python: Callable[..., Any],
    sql: str,
    *,
    strict: bool = True,
    rest: bool = False,
    timed: bool = False,
) -> None:
    """Make a function known; called while this package is imported."""
    made = Overload(name, tuple(takes), gives, python, sql, strict=strict, rest=rest, timed=timed)
    _overloads.setdefault(name, []).append(made)


def overloads() -> Mapping[str, Sequence[Overload]]:
    """Every way to call each function and operator, by name."""
    return _overloads
