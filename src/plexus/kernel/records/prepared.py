"""Lists that are asked for as they stand, over and over: planned and compiled once for each set of rights.

What a list shows costs the ORM more to say than PostgreSQL to find. A list without filter and cursor says the same
each time, so its statement is kept, as search keeps its rights; anything else is compiled as usual.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.sorting import SortKey
from plexus.kernel.records.plan import Plan
from plexus.kernel.schema.object import Object

KEPT = 500


@dataclass(frozen=True)
class Prepared:
    """A list's plan, its sort, the names in a fetched row, and its two statements; none where nothing can be read."""

    wanted: Plan
    keys: Sequence[SortKey]
    names: Sequence[str]
    compiler: Any = None
    inside: tuple[str, tuple[Any, ...]] = ("", ())

    def fetch(self) -> list[tuple[Any, ...]]:
        """The rows, over the connection of this thread."""
        if self.compiler is None:
            return []
        mine = copy(self.compiler)
        mine.connection = connection
        return list(mine.results_iter(tuple_expected=True))

    def count(self) -> int:
        """The number of rows up to the bound that was compiled in."""
        if self.compiler is None:
            return 0
        sql, values = self.inside
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({sql}) rows", values)
            (number,) = cursor.fetchone()
        return int(number)


def of(
    wanted: Plan, keys: Sequence[SortKey], rows: QuerySet[Any, Any], names: Sequence[str], *, limit: int, bound: int
) -> Prepared:
    """A list prepared from its ordered rows as `values_list` would fetch them: so many, and counted to a bound."""
    compiler = rows[:limit].query.get_compiler(connection=connection)
    try:
        compiled = compiler.as_sql()
    except EmptyResultSet:
        return Prepared(wanted, keys, names)
    compiler.as_sql = lambda *_given, **_more: compiled  # it says the same each time
    inside = rows.order_by().values("pk")[: bound + 1].query.sql_with_params()
    return Prepared(wanted, keys, names, compiler, inside)


@dataclass(frozen=True)
class Asker:
    """Everything that a list depends on, as a key; the rest comes along to make it from."""

    key: Hashable
    actor: Actor = field(compare=False)
    about: Object = field(compare=False)
    asked: Any = field(compare=False)


def asker(actor: Actor, about: Object, asked: Any) -> Asker:
    """The key of a list for whoever has the same rights."""
    rights = (
        actor.workspace_id, actor.person_id, actor.team_id, actor.team_ids, actor.is_administrator, actor.scopes,
        repr(actor.grants), repr(actor.fields),
    )  # fmt: skip
    return Asker((rights, id(about), asked.sort, asked.fields, asked.limit, asked.trashed), actor, about, asked)


def kept(make: Any) -> Any:
    """Keep what a function makes for an asker."""
    return lru_cache(maxsize=KEPT)(make)


