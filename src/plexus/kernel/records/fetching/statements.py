"""Statements that are sent over and over: compiled once for each set of rights, planned once by each connection.

What a list shows costs the ORM more to say, and PostgreSQL more to plan, than to find. A statement without a filter of
its own says the same each time but for the record it is about, so it is kept; anything else is compiled as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.lookups import Exact

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.workspaces.engine.base import DatabaseWrapper

KEPT = 1_000
# Stands for the record that a kept statement is about; no record has this id.
KEY = UUID(int=2**128 - 1)

Row = Sequence[Any]
Converter = Callable[[Any], Any]


@dataclass(frozen=True)
class Statement:
    """SQL with its values, and how to make Python's values of the columns that need it, by their places."""

    sql: str
    values: tuple[Any, ...]
    converters: tuple[tuple[int, Converter], ...] = ()

    def run(self, key: UUID | Sequence[UUID] | None = None) -> list[Row]:
        """The rows, about the record or the records with this key where the statement is about any."""
        with cast("DatabaseWrapper", connection).prepared_cursor() as cursor:
            cursor.execute(self.sql, self.about(key))
            rows = cursor.fetchall()
        return [self._converted(row) for row in rows] if self.converters else rows

    def about(self, key: UUID | Sequence[UUID] | None) -> list[Any]:
        """The values, with the record's key in its place."""
        return [key if value == KEY else value for value in self.values]

    def _converted(self, row: Row) -> Row:
        made = list(row)
        for place, convert in self.converters:
            made[place] = convert(made[place])
        return made

    def counted(self) -> Statement:
        """The number of its rows instead of them."""
        return replace(self, sql=f"SELECT count(*) FROM ({self.sql}) rows", converters=())


class _Keyed(Exact):
    """That a key is among an array of them: one statement however many there are."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        sql, values = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", (*values, self.rhs)


def keyed() -> Q:
    """The condition of a kept statement on several records: they are told by their keys when it runs."""
    return Q(_Keyed(F("pk"), KEY))


def compiled(rows: QuerySet[Any, Any]) -> Statement:
    """The statement of some rows as `values_list` would fetch them; raises `EmptyResultSet` where none can be."""
    compiler = rows.query.get_compiler(connection=connection)
    sql, values = compiler.as_sql()
    found = compiler.get_converters(column for column, _sql, _alias in compiler.select)
    converters = ((place, _chained(steps, expression)) for place, (steps, expression) in found.items())
    return Statement(sql, tuple(values), tuple(converters))


def _chained(steps: Sequence[Callable[..., Any]], expression: Any) -> Converter:
    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, expression, connection)
        return value

    return convert


def rights_of(actor: Actor, about: Object) -> Hashable:
    """All that what an actor reads of an object depends on, as a key."""
    schema = registry.of(actor.workspace_id)
    return (
        actor.workspace_id, actor.person_id, actor.team_id, actor.team_ids, actor.above_ids, actor.role_id,
        actor.is_administrator, actor.is_traveller, actor.scopes, repr(actor.grants), repr(actor.fields), about, schema,
        (actor.time_zone, actor.currency) if schema.reckons else (),
    )  # fmt: skip
