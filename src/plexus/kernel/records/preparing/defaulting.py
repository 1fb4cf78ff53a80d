"""What a new record gets where nothing was said: expressions that administrators wrote, under the maker's rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from plexus.kernel.expressions.evaluating import evaluate
from plexus.kernel.expressions.functions.function import Moment
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.preparing import assigning
from plexus.kernel.records.reckoning import NONE, Reach, ruled
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.field_types.number import Amount
from plexus.kernel.schema.object import Object

NOTHING: tuple[Any, ...] = (None, "", [], ())


def fill(
    actor: Actor,
    about: Object,
    rows: Sequence[Any],
    given: Mapping[UUID, frozenset[str]],
    moment: Moment,
    drafted: Mapping[UUID, Any] = NONE,
) -> dict[UUID, frozenset[str]]:
    """Give drafted rows their defaults; by key, the names of what was set. What does not fit its field stays empty.

    `drafted` are records, by their keys, that these refer to and that are yet to be stored.
    """
    found: dict[UUID, set[str]] = {row.pk: set() for row in rows}
    asked, reach = ruled(about, actor.workspace_id), Reach(actor.workspace_id, actor, drafted)
    for field, checked in asked.defaults:
        waiting = [row for row in rows if field.name not in given[row.pk]]
        reach.load((checked,), waiting)
        for row in waiting:
            value = fitted(field, evaluate(checked, reach.reader(about, row, moment), moment))
            if value not in NOTHING:
                found[row.pk] |= assigning.assign(about, row, {field.name: value})
    return {key: frozenset(names) for key, names in found.items()}


def fitted(field: Field, value: Any) -> Any:
    """What an expression gave as the field stores it; the field's empty value where it does not fit."""
    try:
        return field.type.parse(_written(value), field)
    except Unfit:
        return field.type.empty


def _written(value: Any) -> Any:
    """A value as a door would receive it."""
    match value:
        case Amount():
            return {"amount": str(value.amount), "currency": value.currency}
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return format(value.normalize(), "f")
        case UUID():
            return str(value)
        case tuple():
            return list(value)
        case _:
            return value
