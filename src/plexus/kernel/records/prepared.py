"""Lists that are asked for as they stand, over and over: planned and compiled once for each set of rights.

What a list shows costs the ORM more to say than PostgreSQL to find. A list without filter and cursor says the same
each time, so its statement is kept, as search keeps its rights; anything else is compiled as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.sorting import SortKey
from plexus.kernel.records.plan import Plan
from plexus.kernel.schema.object import Object

KEPT = 500


@dataclass(frozen=True)
class Prepared:
    """A list's plan, its sort, the names in a fetched row, and its two statements."""

    wanted: Plan
    keys: Sequence[SortKey]
    names: Sequence[str]
    compiler: Any
    inside: tuple[str, tuple[Any, ...]]

    def fetch(self) -> list[tuple[Any, ...]]:
        """The rows, over the connection of this thread."""
        mine = copy(self.compiler)
        mine.connection = connection
        return list(mine.results_iter(tuple_expected=True))

    def count(self) -> int:
        """The number of rows up to the bound that was compiled in."""
        sql, values = self.inside
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({sql}) rows", values)
            (number,) = cursor.fetchone()
        return int(number)


def of(
    wanted: Plan, keys: Sequence[SortKey], rows: QuerySet[Any, Any], names: Sequence[str], inside: QuerySet[Any, Any]
) -> Prepared:
    """A list prepared from its rows as `values_list` would fetch them, ordered and cut; `inside` are those to count."""
    compiler = rows.query.get_compiler(connection=connection)
    compiled = compiler.as_sql()
    compiler.as_sql = lambda *_given, **_more: compiled  # it says the same each time
    return Prepared(wanted, keys, names, compiler, inside.values("pk").query.sql_with_params())


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
    return Asker((rights, about, asked.sort, asked.fields, asked.limit, asked.trashed), actor, about, asked)


def kept(make: Callable[[Asker], Prepared | None]) -> Callable[[Asker], Prepared | None]:
    """Keep what a function makes for an asker."""
    return lru_cache(maxsize=KEPT)(make)
