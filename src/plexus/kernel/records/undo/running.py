"""Running the statements of undo chunk by chunk, and around records that a constraint keeps as they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from plexus.kernel.access.filtering import EVERYTHING, permitted
from plexus.kernel.access.rights import FieldRight, Verb, field_right, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.exact import ExactDecoder
from plexus.kernel.records.many import savepoints, selecting
from plexus.kernel.records.queries import documents
from plexus.kernel.records.undo import columns, statements
from plexus.kernel.records.undo.outcome import MOST, Blocked, Contested, Undone
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object

CHUNK = 20_000
HIDDEN = None


@dataclass(frozen=True, slots=True)
class Order:
    """What to undo, for whom, and which conflicts he decided; `told` hears of each number of records that is done.

    `only` are the records to which it is bound; none of them means all that were touched.
    """

    actor: Actor
    cause_id: UUID
    now: datetime
    change_id: int | None = None
    force: bool = False
    resolve: Collection[tuple[UUID, str]] = ()
    result: Undone = field(default_factory=Undone)
    told: Callable[[int], None] = lambda _done: None
    only: Collection[UUID] = ()


def put_rows_back(order: Order, about: Object, ids: Sequence[UUID]) -> None:
    """Insert again what the cause removed for good; only administrators may."""
    if not order.actor.is_administrator:
        found = [Blocked(about.plural, key, "not_allowed") for key in ids]
        order.result.refuse(found, len(found))
        return
    statement = statements.put_rows_back(about)

    def insert(part: Sequence[UUID]) -> None:
        with _hashed(), connection.cursor() as cursor:
            cursor.execute(statement, _parameters(order, about, part, columns.stored(about.model)))
            number = cursor.rowcount
        savepoints.check_references()
        order.result.put_back(about.plural, number)

    savepoints.around_faults(ids, insert, lambda key, error: _block(order, about, key, error))
    order.told(len(ids))


def put_values_back(order: Order, about: Object, ids: Sequence[UUID]) -> None:
    """Put back values, trash what came, take out of the trash what went there."""
    for chunk in selecting.chunks(ids, CHUNK):
        savepoints.around_faults(
            chunk,
            lambda part: _put_values(order, about, part),
            lambda key, error: _block(order, about, key, error),
        )
        order.told(len(chunk))


@contextmanager
def _hashed() -> Iterator[None]:
    """How a statement about very many records is run; a fault takes it back with what the statement did."""
    with connection.cursor() as cursor:
        cursor.execute(statements.HASHED)
        yield
        cursor.execute(statements.AS_BEFORE)


def _block(order: Order, about: Object, key: UUID, error: Exception) -> None:
    order.result.block([Blocked(about.plural, key, _reason(error))])


def _reason(error: Exception) -> str:
    known = {"23505": "taken", "23503": "reference_gone"}
    return known.get(getattr(error.__cause__, "sqlstate", ""), "constraint")


def _put_values(order: Order, about: Object, ids: Sequence[UUID]) -> None:
    parameters = _parameters(order, about, ids, columns.undoable(about.model))
    with connection.cursor() as cursor:
        cursor.execute(statements.lock(about), {"ids": parameters["ids"]})
        parameters |= _rights(order.actor, about, ids)
        with _hashed():
            cursor.execute(statements.put_values_back(about), parameters)
            row = cursor.fetchone()
    savepoints.check_references()
    _report(order, about, row)


def _report(order: Order, about: Object, row: Sequence[Any]) -> None:
    number, conflicts, contested, refusals, refused, gone = row
    order.result.put_back(about.plural, number)
    order.result.contest([_contested(order.actor, about, each) for each in _read(contested)], conflicts)
    order.result.refuse([_refused(about, each) for each in _read(refused)], refusals)
    order.result.block([Blocked(about.plural, UUID(each), "gone") for each in _read(gone)])


def _read(text: str | None) -> list[Any]:
    return ExactDecoder().decode(text) if text else []


def _contested(actor: Actor, about: Object, found: dict[str, Any]) -> Contested:
    column, name = found["name"], columns.name_of(about, found["name"])
    before, after, now = (_value(actor, about, column, name, found[side]) for side in ("before", "after", "now"))
    made = Contested(about.plural, UUID(found["record_id"]), name, before, after, now, found["came"])
    money = _money(actor, about, column)
    return replace(made, money=money.name, worth=_worth(about, money, found)) if money else made


def _money(actor: Actor, about: Object, column: str) -> Field | None:
    """The amount that a column is a part of; of several in one currency the first that people enter."""
    parts = (each for each in readable_fields(actor, about).values() if each.currency_column)
    found = (each for each in parts if column in each.columns)
    return min(found, key=lambda each: (each.column != column, each.computed), default=None)


def _worth(about: Object, money: Field, found: dict[str, Any]) -> tuple[Any, ...]:
    """An amount with its currency before the cause, as the cause left it, and as it is."""
    stands, sides = found["stands"], found["sides"]
    before, after = ({name: each[side] for name, each in sides.items()} for side in (0, 1))
    return tuple(money.read(documents.row_of(about, stands | held)) for held in (before, after, {}))


def _value(actor: Actor, about: Object, column: str, name: str, stored: Any) -> Any:
    """The value of a field, or of a column that no field shows; nothing where the actor may not read it."""
    custom = column.startswith(columns.CUSTOM)
    one = readable_fields(actor, about).get(name)
    if one is None or one.custom is not custom or not (custom or one.column == column):
        return stored if name not in about.fields and field_right(actor, about, name) else HIDDEN
    held = {"custom": {name: stored}} if custom else {column: stored}
    return one.read(documents.row_of(about, held))


def _refused(about: Object, found: dict[str, Any]) -> Blocked:
    names = tuple(sorted({columns.name_of(about, each) for each in found["names"]}))
    return Blocked(about.plural, UUID(found["record_id"]), "not_allowed", names)


def _parameters(order: Order, about: Object, ids: Sequence[UUID], names: Sequence[str]) -> statements.Parameters:
    groups = columns.groups(about)
    chosen = {(key, columns.column_of(about, name)) for key, name in order.resolve}
    bound = {(key, each) for key, column in chosen for each in (groups.get(column, column), "*")}
    return {
        "workspace": order.actor.workspace_id, "cause": order.cause_id, "object": about.plural, "ids": list(ids),
        "change": order.change_id, "columns": list(names), "groups": orjson.dumps(groups).decode(), "now": order.now,
        "person": order.actor.person_id, "force": order.force, "resolve": [f"{key}:{each}" for key, each in bound],
        "most": MOST, "silent": columns.silent(about), "money": columns.money(about), "updatable": None,
        "deletable": None, "readable": None, "blocked": [], "numbered": columns.numbered(about),
    }  # fmt: skip


def _rights(actor: Actor, about: Object, ids: Sequence[UUID]) -> statements.Parameters:
    return {
        "updatable": _permitted(actor, about, ids, Verb.UPDATE),
        "deletable": _permitted(actor, about, ids, Verb.DELETE),
        "readable": _permitted(actor, about, ids, Verb.READ),
        "blocked": _frozen(actor, about),
    }


def _permitted(actor: Actor, about: Object, ids: Sequence[UUID], verb: Verb) -> list[UUID] | None:
    """Those of the records to which the actor may do this; nothing at all where he may to every one."""
    condition = permitted(actor, about, verb)
    if condition == EVERYTHING:
        return None
    rows = about.rows(actor.workspace_id).filter(condition, pk__in=ids)
    return list(rows.values_list("pk", flat=True))


def _frozen(actor: Actor, about: Object) -> list[str]:
    """The columns of fields that the actor may not write, and those that go with them."""
    groups = columns.groups(about)
    fields = (each for each in about.fields.values() if field_right(actor, about, each.name) is not FieldRight.FULL)
    frozen = {columns.column_of(about, each.name) for each in fields}
    bound = {groups[each] for each in frozen if each in groups}
    return sorted(frozen | {column for column, group in groups.items() if group in bound})
