"""Groups of what an actor may read, with their figures, in one statement that may be bounded in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import OperationalError, connection, transaction
from django.db.models import Q

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.grouping.asked import Asked, Function, Measure
from plexus.kernel.records.grouping.keys import filter_of
from plexus.kernel.records.grouping.statement import Statement
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

LONGEST = timedelta(seconds=15)
CANCELLED = "57014"
Row = Mapping[str, Any]


class TooMuchAsked(Refusal):
    """The groups took longer than they may."""

    message = _("These groups take too long to make. Ask of fewer records, by a filter.")


@dataclass(frozen=True)
class Group:
    """Rows that share their keys: the keys as the fields' values, the figures by name, and how many rows there are.

    An amount's figure is told by currency: the sum in each, none where there is no value. Of no values the sum is zero
    and every other figure is empty.
    """

    keys: tuple[Any, ...] = ()
    count: int = 0
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """The groups in order, what falls into none of them because there were too many, and the whole.

    `rest_groups` is how many groups the rest is made of. How many values differ is not known of a rest.
    """

    groups: tuple[Group, ...]
    whole: Group
    rest: Group | None = None
    rest_groups: int = 0


def figures(
    *, actor: Actor, about: Object, condition: Q, asked: Asked, trashed: bool = False,
    longest: timedelta | None = LONGEST,
) -> Figures:  # fmt: skip
    """The groups of the rows under a condition that the actor may read; raises `TooMuchAsked`.

    A page that shows them beside the rows themselves sets no bound: each bound costs statements of its own.
    """
    rows = reading.visible(actor, about, trashed=trashed).filter(condition)
    statement = Statement(actor, about, rows, asked)
    try:
        sql, values = statement.sql()
    except EmptyResultSet:
        return Figures((), _group(statement, ()))
    with bounded(longest) if longest else nullcontext(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = [dict(zip(statement.row, row, strict=True)) for row in cursor.fetchall()]
    return _told(statement, found)


def filter_of_group(asked: Asked, group: Group) -> dict[str, Any]:
    """The filter by which a list finds the rows of a group again, to be joined with that of the whole."""
    parts = [filter_of(key, value) for key, value in zip(asked.keys, group.keys, strict=True)]
    return parts[0] if len(parts) == 1 else {"and": parts}


@contextmanager
def bounded(longest: timedelta) -> Iterator[None]:
    """At most so long for each statement inside; raises `TooMuchAsked`."""
    limit = "SELECT set_config('statement_timeout', %s, true)"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            (before,) = cursor.fetchone()
            cursor.execute(limit, [str(max(1, int(longest.total_seconds() * 1000)))])
            yield
            cursor.execute(limit, [before])
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == CANCELLED:
            raise TooMuchAsked from error
        raise


def _told(statement: Statement, rows: Iterable[Row]) -> Figures:
    limit = statement.asked.limit
    by_place: dict[int, list[Row]] = {}
    for row in rows:
        by_place.setdefault(row["place"], []).append(row)
    groups = tuple(_group(statement, by_place[place]) for place in sorted(by_place) if 0 < place <= limit)
    whole = _group(statement, by_place.get(0, ()), whole=True)
    if limit + 1 not in by_place:
        return Figures(groups, whole)
    beyond = by_place[limit + 1]
    main = next(row for row in beyond if row["level"] == statement.level_of(whole=False))
    return Figures(groups, whole, _group(statement, beyond, rest=True), main["groups"])


def _group(statement: Statement, rows: Iterable[Row], *, whole: bool = False, rest: bool = False) -> Group:
    """One group out of its rows: one for itself, and one for each currency of each amount."""
    known = {row["level"]: row for row in rows}
    main = known.get(statement.level_of(whole=whole))
    measured = {
        each.name: None if rest and each.function is Function.DISTINCT else _figure(statement, each, rows, whole=whole)
        for each in statement.asked.measures
    }
    keys = () if whole or rest or main is None else tuple(_keys(statement, main))
    return Group(keys, int(main["size"]) if main else 0, measured)


def _figure(statement: Statement, measure: Measure, rows: Iterable[Row], *, whole: bool) -> Any:
    currency = statement.currencies[statement.value_name(measure)] if measure.by_currency else ""
    level = statement.level_of(whole=whole, currency=currency)
    mine = [row for row in rows if row["level"] == level]
    if not measure.by_currency:
        return _value(statement, measure, mine[0] if mine else {})
    found = {
        row[currency] or "": _value(statement, measure, row) for row in mine if _has_values(statement, measure, row)
    }
    return dict(sorted(found.items()))


def _has_values(statement: Statement, measure: Measure, row: Row) -> bool:
    return bool(row[f"count_{statement.value_name(measure)}"])


def _value(statement: Statement, measure: Measure, row: Row) -> Any:
    """A figure in one row of the answer; PostgreSQL's sums are whole or exact decimals."""
    if measure.field is None:
        return int(row.get("size", 0))
    name = statement.value_name(measure)
    count = int(row.get(f"count_{name}") or 0)
    match measure.function:
        case Function.COUNT:
            return count
        case Function.SUM:
            return row.get(f"sum_{name}") or Decimal(0)
        case Function.MEAN:
            return Decimal(row[f"sum_{name}"]) / count if count else None
        case Function.DISTINCT:
            return int(row.get(f"distinct_{name}") or 0)
        case _:
            return row.get(f"{measure.function}_{name}")


def _keys(statement: Statement, row: Row) -> Iterator[Any]:
    """The keys of a group as values of their fields: a record with its name, words as they are written."""
    for place, key in enumerate(statement.asked.keys):
        value = row[f"key_{place}"]
        if value is None:
            yield None
        elif key.field.target:
            yield {"id": value, "object": key.field.target, "name": row[f"title_{place}"]}
        else:
            yield row.get(f"word_{place}", value)
