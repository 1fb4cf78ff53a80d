"""Travelling to a moment: inside the block every statement finds the records as they stood then.

Whoever reads may see what he may read today, as it stood then. What a record was is what it is now, taken back by the
changes since: only what changed since is made from the journal, everything else comes from its table. Both go before a
statement as common table expressions that bear the names of the tables, so filter, sort, paging, counts, references and
figures say what they always say, about that moment. Shares and the search index are those of today.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import narrowing
from plexus.kernel.records.narrowing import SIDES
from plexus.kernel.records.then_sql import CHANGED, LINKING, LINKS, LINKS_OF, TABLE, UNCHANGED, WAS
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

Context = dict[str, Any]
Execute = Callable[[str, Any, bool, Context], Any]
Part = tuple[str, list[Any]]
NAMED = re.compile(r'"(\w+)"')
READING = re.compile(r"(EXPLAIN \([^)]*\) )?(SELECT|\(SELECT) ?")
LINK = "access_link"
_AWAY: ContextVar[bool] = ContextVar("plexus_away", default=False)
ARRIVED = "SELECT set_config('work_mem', '64MB', true), set_config('plexus.moment', %s, true)"
RETURNED = """
SELECT set_config('work_mem', reset_val, true), set_config('plexus.moment', '', true)
FROM pg_settings WHERE name = 'work_mem'"""


@contextmanager
def travelling(actor: Actor, to: datetime) -> Iterator[Actor]:
    """Read records as they stood at a moment; gives who to ask as. Nothing may be written inside."""
    with _room(to), _gone(), connection.execute_wrapper(_Journey(actor, to, _tables(actor)).run):
        yield _seer(actor)


def away() -> bool:
    """Whether we travel: then a statement brings along what changed since, and one is cheaper than two."""
    return _AWAY.get()


@contextmanager
def _gone() -> Iterator[None]:
    token = _AWAY.set(True)
    try:
        yield
    finally:
        _AWAY.reset(token)


@contextmanager
def _room(to: datetime) -> Iterator[None]:
    """Room for what changed since, half a million records by their keys; and what the clock says there."""
    with connection.cursor() as cursor:
        cursor.execute(ARRIVED, [to.isoformat()])
    yield
    with connection.cursor() as cursor:
        cursor.execute(RETURNED)


def _tables(actor: Actor) -> dict[str, list[Object]]:
    """The objects by the table in which their records stand, and the links between them."""
    found: dict[str, list[Object]] = {LINK: []}
    for about in registry.of(actor.workspace_id):
        found.setdefault(about.table, []).append(about)
    return found


def _seer(actor: Actor) -> Actor:
    """Who reads all that the tables of then show, for they hold only what the actor may read; writes nothing."""
    grants = {
        about.plural: {"read": "all" if level(actor, about, Verb.READ) else "none"}
        for about in registry.of(actor.workspace_id)
    }
    fields = {} if actor.is_administrator else actor.fields
    return replace(actor, is_administrator=False, is_traveller=True, grants=grants, fields=fields)


@dataclass
class _Journey:
    """The statements of one block, each with the tables it names as they stood."""

    actor: Actor
    to: datetime
    tables: Mapping[str, Sequence[Object]]
    known: dict[frozenset[str], Part] = field(default_factory=dict)

    def run(self, execute: Execute, sql: str, params: Any, many: bool, context: Context) -> Any:
        """Run a statement; what reads no records is left as it is."""
        reading = READING.match(sql)
        tables = frozenset(self.tables.keys() & NAMED.findall(sql)) if reading else frozenset()
        if not reading or not tables:
            return execute(sql, params, many, context)
        if tables not in self.known:
            self.known[tables] = self._before(tables)
        before, values = self.known[tables]
        explain = reading.group(1) or ""
        # A record that may not be read is not there: what refers to it is there all the same.
        asked = sql.removeprefix(explain).replace(" INNER JOIN ", " LEFT OUTER JOIN ")
        if paged := narrowing.narrowed(asked, list(params or ())):
            return execute(f"{explain}{before}{paged[0]}", [*values, *paged[1]], many, context)
        return execute(f"{explain}{before}{asked}", [*values, *(params or ())], many, context)

    @cached_property
    def linking(self) -> dict[str, str]:
        """The tables whose records lead to others, each with the column of its moment, as the triggers know them."""
        with connection.cursor() as cursor:
            cursor.execute(LINKING)
            found: Sequence[tuple[str, str]] = cursor.fetchall()
        return {table: args.split("\\000")[1] for table, args in found}

    def _before(self, tables: frozenset[str]) -> Part:
        """The tables as they stood, to be put before a statement.

        Policies look at other tables as they are today, so each table comes before those that its policy looks at.
        """
        wanted = {*tables - {LINK}, *(self.linking if LINK in tables else ())}
        names = [about.plural for table in sorted(wanted) for about in self.tables[table]]
        parts: list[Part] = [(CHANGED, [self.actor.workspace_id, self.to, names, self.to])]
        parts += [self._table(table) for table in sorted(wanted, key=lambda each: (_rank(self.tables[each][0]), each))]
        if LINK in tables:
            parts.append(self._links())
        return f"WITH {', '.join(sql for sql, _values in parts)} ", [each for _sql, values in parts for each in values]

    def _links(self) -> Part:
        """The links as they led then: what a trigger keeps for each record, made for those that changed since."""
        arms: list[Part] = [(LINKS, [self.actor.workspace_id])]
        for table, at in self.linking.items():
            arms.append((LINKS_OF.format(table=table, at=at), [self.tables[table][0].plural]))
        return _together(LINK, arms, LINK)

    def _table(self, table: str) -> Part:
        """A table as it stood: the side that nobody touched since, the side that somebody did, and both."""
        arms = [self._arms(about) for about in self.tables[table]]
        parts = [_together(f"plexus_{table}_{side}", [arm[side] for arm in arms if arm], table) for side in SIDES]
        both = " UNION ALL ".join(f'SELECT * FROM "plexus_{table}_{side}"' for side in SIDES)
        sql = ", ".join([*(sql for sql, _values in parts), TABLE.format(table=table, rows=both)])
        return sql, [each for _sql, values in parts for each in values]

    def _arms(self, about: Object) -> dict[str, Part]:
        """The records of an object that nobody touched since, and those that somebody did, as they were."""
        table = about.table
        gone = "TRUE" if self.actor.is_administrator else "FALSE"
        try:
            condition, values = self._condition(about)
        except EmptyResultSet:
            return {}
        given = {"table": table, "condition": condition}
        unchanged = UNCHANGED.format(columns=_columns(about, f'"{table}"'), **given)
        was = WAS.format(columns=_columns(about, "plexus_was"), gone=gone, **given)
        return {"unchanged": (unchanged, values), "was": (was, [about.plural, *values])}

    def _condition(self, about: Object) -> Part:
        """The condition under which the actor may read a record today."""
        rows = about.rows(self.actor.workspace_id).filter(permitted(self.actor, about))
        query = rows.order_by().query
        sql, values = query.get_compiler(connection=connection).compile(query.where)
        return sql, list(values)


def _rank(about: Object) -> int:
    """Remarks before parts before wholes."""
    return 0 if about.described.about else 1 if about.is_led else 2


def _together(name: str, arms: Sequence[Part], table: str) -> Part:
    sql = " UNION ALL ".join(sql for sql, _values in arms) or f'SELECT * FROM "{table}" WHERE false'
    return TABLE.format(table=name, rows=sql), [each for _sql, values in arms for each in values]


def _columns(about: Object, row: str) -> str:
    """Every column of a row; the key of one that was is that of its change, by which it is found without making it."""
    names = {each.column: f'{row}."{each.column}"' for each in about.model._meta.concrete_fields}
    return ", ".join((names | {"id": "plexus_then.record_id AS id"} if row == "plexus_was" else names).values())
