"""Which fields can make groups, lanes of a board, days of a calendar, and subtotals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from plexus.kernel.schema.field import Field

Fits = Callable[[Field], bool]
Kind = Literal["sum", "mean"]
GROUPABLE = frozenset({"choice", "reference", "yes_no", "text", "integer", "rating", "date", "date_time"})
MONTHLY = frozenset({"date", "date_time"})


@dataclass(frozen=True)
class Measure:
    """A figure over a group: the sum or the mean of a field."""

    field: Field
    kind: Kind

    @property
    def name(self) -> str:
        """How a view and an address write it."""
        return f"{self.field.name}:{self.kind}"


def groups(one: Field) -> bool:
    """Whether rows can be grouped by a field."""
    return one.type.key in GROUPABLE and bool(one.column or one.custom)


def lanes(one: Field) -> bool:
    """Whether a field can make the lanes of a board: moving a card writes it."""
    return one.type.key in {"choice", "reference"} and one.writable


def days(one: Field) -> bool:
    """Whether a field says a day."""
    return one.type.key in MONTHLY


def adds_up(one: Field) -> bool:
    """Whether there are sums and means of a field."""
    return one.type.numeric and not one.name.endswith(("_year", "version", "position"))


def measure_of(text: str, fields: Mapping[str, Field]) -> Measure | None:
    """The measure that `amount:sum` names, or nothing where the fields have none such."""
    name, _colon, kind = text.partition(":")
    one = fields.get(name)
    if one is None or not one.type.numeric:
        return None
    match kind:
        case "sum" | "":
            return Measure(one, "sum")
        case "mean":
            return Measure(one, "mean")
        case _:
            return None
