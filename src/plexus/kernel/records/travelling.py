"""Travelling to a moment: inside the block every statement finds the records as they stood then.

Whoever reads may see what he may read today, as it stood then. What a record was is what it is now, taken back by the
changes since: only what changed since is made from the journal, everything else comes from its table. Both go before a
statement as common table expressions that bear the names of the tables, so filter, sort, paging, counts, references and
figures say what they always say, about that moment. Shares and the search index are those of today.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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
from plexus.kernel.records.then_sql import (
    BOTH,
    CHANGED,
    GONE,
    LINKING,
    LINKING_BY,
    LINKS,
    LINKS_OF,
    MADE,
    NOW,
    SIDES_OF,
    THEN,
)
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

Context = dict[str, Any]
Execute = Callable[[str, Any, bool, Context], Any]
Part = tuple[str, list[Any]]
Asked = Mapping[str, Sequence[Object]]
NAMED = re.compile(r'"(\w+)"')
WORDS = re.compile(r"\w+")
READING = re.compile(r"(EXPLAIN \([^)]*\) )?(SELECT|\(SELECT) ?")
LINK = "access_link"
ARRIVED = "SELECT set_config('work_mem', '64MB', true), set_config('plexus.moment', %s, true)"
RETURNED = """
SELECT set_config('work_mem', reset_val, true), set_config('plexus.moment', '', true)
FROM pg_settings WHERE name = 'work_mem'"""


@contextmanager
def travelling(actor: Actor, to: datetime) -> Iterator[Actor]:
    """Read records as they stood at a moment; gives who to ask as. Nothing may be written inside."""
    with _room(to), connection.execute_wrapper(_Journey(actor, to, _tables(actor)).run):
        yield _seer(actor)


@contextmanager
def _room(to: datetime) -> Iterator[None]:
    """Room for what changed since, half a million records by their keys; and what the clock says there."""
    with connection.cursor() as cursor:
        cursor.execute(ARRIVED, [to.isoformat()])
    yield
    with connection.cursor() as cursor:
        cursor.execute(RETURNED)


def _tables(actor: Actor) -> dict[str, list[Object]]:
    """The objects by the table in which their records stand."""
    found: dict[str, list[Object]] = {}
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
    known: dict[Hashable, Part] = field(default_factory=dict)

    def run(self, execute: Execute, sql: str, params: Any, many: bool, context: Context) -> Any:
        """Run a statement; what reads no records is left as it is."""
        reading = READING.match(sql)
        asked = self._asked(sql, params) if reading else {}
        if not reading or not asked:
            return execute(sql, params, many, context)
        before, values = self._known(asked, frozenset(WORDS.findall(sql)))
        explain = reading.group(1) or ""
        # A record that may not be read is not there: what refers to it is there all the same.
        left = sql.removeprefix(explain).replace(" INNER JOIN ", " LEFT OUTER JOIN ")
        if paged := narrowing.narrowed(left, list(params or ())):
            return execute(f"{explain}{before}{paged[0]}", [*values, *paged[1]], many, context)
        return execute(f"{explain}{before}{left}", [*values, *(params or ())], many, context)

    def _asked(self, sql: str, params: Any) -> Asked:
        """The tables that a statement names with the objects in them; a custom object it names among its values."""
        given = {each for each in params or () if isinstance(each, str)}
        named = self.tables.keys() & NAMED.findall(sql)
        return {
            table: [each for each in self.tables[table] if not each.is_custom or each.plural in given]
            or self.tables[table]
            for table in sorted(named)
        }

    def _known(self, asked: Asked, words: frozenset[str]) -> Part:
        key = (words, tuple(each for found in asked.values() for each in found))
        if key not in self.known:
            self.known[key] = self._before(asked, words)
        return self.known[key]

    @cached_property
    def linking(self) -> dict[str, str]:
        """The tables whose records lead to others, each with the column of its moment, as the triggers know them."""
        with connection.cursor() as cursor:
            cursor.execute(LINKING)
            found: Sequence[tuple[str, str]] = cursor.fetchall()
        return {table: args.split("\\000")[1] for table, args in found}

    def _before(self, asked: Asked, words: frozenset[str]) -> Part:
        """The tables as they stood, to be put before a statement.

        What may be read is asked of all tables as they are today, so that comes before any bears the name of a table.
        """
        names = [about.plural for found in asked.values() for about in found]
        parts: list[Part] = [(CHANGED, [self.actor.workspace_id, self.to, names, self.to])]
        parts += [self._then(table, found) for table, found in asked.items()]
        parts += [self._now(table, found) for table, found in asked.items()]
        parts += [self._sides(table, found, words) for table, found in asked.items()]
        parts += [(BOTH.format(table=table), []) for table in asked]
        if LINK in words:
            parts.append(self._links(asked))
        return f"WITH {', '.join(sql for sql, _values in parts)} ", [each for _sql, values in parts for each in values]

    def _then(self, table: str, objects: Sequence[Object]) -> Part:
        """What was touched of a table since."""
        return THEN.format(table=table), [[each.plural for each in objects if level(self.actor, each, Verb.READ)]]

    def _now(self, table: str, objects: Sequence[Object]) -> Part:
        """What the actor may read of a table today."""
        found = [part for about in objects if (part := self._condition(about))]
        condition = " OR ".join(sql for sql, _values in found) or "false"
        return NOW.format(table=table, condition=condition), [each for _sql, values in found for each in values]

    def _condition(self, about: Object) -> Part | None:
        """The condition under which the actor may read a record today; none where he may read none."""
        rows = about.rows(self.actor.workspace_id).filter(permitted(self.actor, about))
        query = rows.order_by().query
        try:
            sql, values = query.get_compiler(connection=connection).compile(query.where)
        except EmptyResultSet:
            return None
        return sql, list(values)

    def _sides(self, table: str, objects: Sequence[Object], words: frozenset[str]) -> Part:
        """The records of a table that nobody touched since, and those that somebody did, as they were."""
        linking = self.linking if LINK in words else {}
        known = words | (LINKING_BY | {linking[table]} if table in linking else {"id", "workspace_id"})
        columns = [each.column for each in objects[0].model._meta.concrete_fields if each.column in known]
        every = self.actor.is_administrator
        sql = SIDES_OF.format(
            table=table,
            unchanged=", ".join(f'"{each}"' for each in columns),
            was=", ".join(MADE.get(each, f'plexus_was."{each}"') for each in columns),
            once="MATERIALIZED" if table in linking else "NOT MATERIALIZED",
            joined="LEFT JOIN" if every else "JOIN",
            gone=GONE.format(table=table) if every else "",
        )
        return sql, []

    def _links(self, asked: Asked) -> Part:
        """The links as they led then: what a trigger keeps for each record, made for those that changed since."""
        linking = {table: at for table, at in self.linking.items() if table in asked}
        arms = (LINKS_OF.format(table=table, at=at) for table, at in linking.items())
        sources = [asked[table][0].plural for table in linking]
        return f"{LINKS}{''.join(arms)})", [self.actor.workspace_id, *sources]
