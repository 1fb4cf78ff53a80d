"""Which fields can make groups, lanes of a board, days of a calendar, and subtotals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plexus.kernel.records.grouping.asked import DATES, Bucket, Function, Key, Measure
from plexus.kernel.schema.field import Field

Fits = Callable[[Field], bool]
KINDS = frozenset({"sum", "mean"})
GROUPABLE = frozenset({"choice", "reference", "yes_no", "text", "integer", "rating", "date", "date_time"})


def groups(one: Field) -> bool:
    """Whether rows can be grouped by a field."""
    return one.type.key in GROUPABLE and bool(one.column or one.custom)


def key_of(one: Field) -> Key:
    """What rows of a group share: the value of a field; of days and moments the month."""
    return Key(one.name, one, bucket=Bucket.MONTH if one.type.key in DATES else None)


def lanes(one: Field) -> bool:
    """Whether a field can make the lanes of a board: moving a card writes it."""
    return one.type.key in {"choice", "reference"} and one.writable


def days(one: Field) -> bool:
    """Whether a field says a day."""
    return one.type.key in DATES


def adds_up(one: Field) -> bool:
    """Whether there are sums and means of a field."""
    return one.type.numeric and not one.name.endswith(("_year", "version", "position"))


def measure_of(text: str, fields: Mapping[str, Field]) -> Measure | None:
    """The measure that `sum:amount` names, or `amount:sum`; nothing where the fields have none such."""
    name, kind = split(text)
    one = fields.get(name)
    if one is None or not one.type.numeric:
        return None
    match kind:
        case "sum" | "":
            return measured(one, Function.SUM)
        case "mean":
            return measured(one, Function.MEAN)
        case _:
            return None


def split(text: str) -> tuple[str, str]:
    """Field and figure of a subtotal: `sum:amount` as the figures of the API are asked for, or `amount:sum`.

    A field that is called like a figure is read as the field: `sum:mean` is the mean of “sum”.
    """
    first, _colon, second = text.partition(":")
    return (second, first) if first in KINDS and second and second not in KINDS else (first, second)


def measured(one: Field, function: Function) -> Measure:
    """A sum or mean of a field by the name that views and addresses write."""
    return Measure(f"{one.name}:{function}", function, one)
