"""Travelling to a moment: inside the block every statement finds the records as they stood then.

Whoever reads may see what he may read today, as it stood then. What a record was is what it is now, taken back by the
changes since: only what changed since, of that at which the statement looks, is made from the journal; everything else
comes from its table. Both go before a statement as common table expressions that bear the names of the tables, so
filter, sort, paging, counts, references and figures say what they always say, about that moment. Shares and the search
index are those of today.
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
from plexus.kernel.records.past import looking, narrowing
from plexus.kernel.records.past.then_sql import (
    BOTH,
    CHANGED,
    GONE,
    LINKING,
    LINKING_BY,
    LINKS,
    LINKS_OF,
    LOOKED_AT,
    MADE,
    NOW,
    SIDES_OF,
    SINCE,
    THEN,
)
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

Context = dict[str, Any]
Execute = Callable[[str, Any, bool, Context], Any]
Part = tuple[str, list[Any]]
Asked = Mapping[str, Sequence[Object]]
Looked = Mapping[str, frozenset[str]]
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
        explain = reading.group(1) or ""
        # A record that may not be read is not there: what refers to it is there all the same.
        left = sql.removeprefix(explain).replace(" INNER JOIN ", " LEFT OUTER JOIN ")
        words, given = frozenset(WORDS.findall(sql)), list(params or ())
        pages = narrowing.narrowed(left, given)
        before, values = self._known(asked, words, self._looked_at(asked, left, pages))
        if pages:
            left, given = pages.statement(self._columns(pages.table, asked[pages.table], words))
        return execute(f"{explain}{before}{left}", [*values, *given], many, context)

    def _looked_at(self, asked: Asked, sql: str, pages: narrowing.Pages | None) -> Looked:
        """The columns of each table of which a change matters: of a page's own table those by which it is chosen."""
        parts = pages.parts if pages else ()
        chosen = [looking.chosen_by(each.sql, each.table, each.choosing) for each in parts]
        if chosen and all(chosen):
            sql = " ".join(filter(None, chosen))
        found = looking.looked_at(sql, asked)
        if LINK not in WORDS.findall(sql):
            return found
        return {table: words | self._linked_by(table) for table, words in found.items()}

    def _linked_by(self, table: str) -> frozenset[str]:
        """The columns that the links of a table are made of, where it has any."""
        return LINKING_BY | {self.linking[table]} if table in self.linking else frozenset()

    def _asked(self, sql: str, params: Any) -> Asked:
        """The tables that a statement names with the objects in them; a custom object it names among its values."""
        given = {each for each in params or () if isinstance(each, str)}
        named = self.tables.keys() & NAMED.findall(sql)
        return {
            table: [each for each in self.tables[table] if not each.is_custom or each.plural in given]
            or self.tables[table]
            for table in sorted(named)
        }

    def _known(self, asked: Asked, words: frozenset[str], looked: Looked) -> Part:
        key = (words, tuple(looked.values()), tuple(each for found in asked.values() for each in found))
        if key not in self.known:
            self.known[key] = self._before(asked, words, looked)
        return self.known[key]

    @cached_property
    def linking(self) -> dict[str, str]:
        """The tables whose records lead to others, each with the column of its moment, as the triggers know them."""
        with connection.cursor() as cursor:
            cursor.execute(LINKING)
            found: Sequence[tuple[str, str]] = cursor.fetchall()
        return {table: args.split("\\000")[1] for table, args in found}

    def _before(self, asked: Asked, words: frozenset[str], looked: Looked) -> Part:
        """The tables as they stood, to be put before a statement.

        What may be read is asked of all tables as they are today, so that comes before any bears the name of a table.
        """
        parts: list[Part] = [self._since(asked, looked)]
        parts += [self._then(table, found) for table, found in asked.items()]
        parts += [self._now(table, found) for table, found in asked.items()]
        parts += [self._sides(table, found, words) for table, found in asked.items()]
        parts += [self._both(table, found, words) for table, found in asked.items()]
        if LINK in words:
            parts.append(self._links(asked))
        return f"WITH {', '.join(sql for sql, _values in parts)} ", [each for _sql, values in parts for each in values]

    def _since(self, asked: Asked, looked: Looked) -> Part:
        """What changed since of that at which the statement looks."""
        own, names = self.actor.workspace_id, [about.plural for found in asked.values() for about in found]
        mattering: list[Any] = []
        for table, found in asked.items():
            columns = {each.column for each in found[0].model._meta.concrete_fields}
            mattering += [[each.plural for each in found], sorted(columns & looked[table])]
        values = [own, self.to, names, own, self.to, self.to, names, *mattering]
        return SINCE.format(looked_at=" ".join([LOOKED_AT] * len(asked))) + CHANGED, values

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

    def _columns(self, table: str, objects: Sequence[Object], words: frozenset[str]) -> list[str]:
        """The columns of a table that a statement may look at, and those that its links are made of."""
        known = words | {"id", "workspace_id"} | (self._linked_by(table) if LINK in words else frozenset())
        return [each.column for each in objects[0].model._meta.concrete_fields if each.column in known]

    def _sides(self, table: str, objects: Sequence[Object], words: frozenset[str]) -> Part:
        """The records of a table that nobody touched since, and those that somebody did, as they were."""
        columns, every = self._columns(table, objects, words), self.actor.is_administrator
        sql = SIDES_OF.format(
            table=table,
            unchanged=", ".join(f'"{each}"' for each in columns),
            was=", ".join(MADE.get(each, f'plexus_was."{each}"') for each in columns),
            once="MATERIALIZED" if LINK in words and table in self.linking else "NOT MATERIALIZED",
            joined="LEFT JOIN" if every else "JOIN",
            gone=GONE.format(table=table) if every else "",
        )
        return sql, []

    def _both(self, table: str, objects: Sequence[Object], words: frozenset[str]) -> Part:
        """The table as it stood."""
        columns = ", ".join(f'"{each}"' for each in self._columns(table, objects, words))
        return BOTH.format(table=table, columns=columns), []

    def _links(self, asked: Asked) -> Part:
        """The links as they led then: what a trigger keeps for each record, made for those that changed since."""
        linking = {table: at for table, at in self.linking.items() if table in asked}
        arms = (LINKS_OF.format(table=table, at=at) for table, at in linking.items())
        sources = [asked[table][0].plural for table in linking]
        return f"{LINKS}{''.join(arms)})", [self.actor.workspace_id, *sources]
