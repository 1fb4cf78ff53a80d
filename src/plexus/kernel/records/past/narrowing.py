"""Narrowing a page of the past: the first rows of those that never changed and the first of those that did.

Together they are read in full, sorted in full, and joined in full with what they refer to, only to show fifty of them.
So the page's rows are chosen first, on each side by its own index or by itself, and only those go on. What is rewritten
is what the ORM writes for a page of a list, or for several of one table put together, as a board has a page for each
stage; anything else is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plexus.kernel.records.past.then_sql import PAGE

BETWEEN = " UNION ALL "
CLAUSES = (" FROM ", " WHERE ", " ORDER BY ", " LIMIT ")
MAIN = re.compile(r'"(\w+)"(?: LEFT OUTER JOIN|$)')
JOINED = re.compile(r'LEFT OUTER JOIN ("\w+")( [TU]\d+)? ON (\([^()]*\))')
COLUMN = re.compile(r'"(\w+)"\."(\w+)"')


@dataclass(frozen=True)
class Page:
    """A statement that shows a page of one table: how its rows are chosen, and what is made of them."""

    sql: str
    table: str
    select: str
    joined: str
    order: str
    limit: str
    choosing: str
    values: Sequence[Any]

    def statement(self, columns: Sequence[str]) -> tuple[str, list[Any]]:
        """The same with the page chosen first, and its values; `columns` are those that rows of the past have."""
        sides = PAGE.format(
            table=self.table, chosen=self.choosing, told=", ".join(f'plexus_told."{each}"' for each in columns)
        )
        first, second = self.select.count("%s"), self.joined.count("%s")
        own, looked_up = self.values[first + second :], JOINED.sub(_one_by_one, self.joined)
        sql = f'{self.select} FROM ({sides}) "{self.table}"{looked_up} ORDER BY {self.order} LIMIT {self.limit}'
        return sql, [*self.values[:first], *own, *own, *self.values[first : first + second]]


@dataclass(frozen=True)
class Pages:
    """Pages of one table that a statement shows together, and what it says of them all: their order."""

    parts: Sequence[Page]
    order: str

    @property
    def table(self) -> str:
        """The table whose rows are on all of them."""
        return self.parts[0].table

    def statement(self, columns: Sequence[str]) -> tuple[str, list[Any]]:
        """The same with the rows of each chosen first, and its values."""
        found = [each.statement(columns) for each in self.parts]
        together = BETWEEN.join(f"({sql})" for sql, _values in found) + self.order
        return together if self.order or len(found) > 1 else found[0][0], [one for _sql, own in found for one in own]


def narrowed(sql: str, values: Sequence[Any]) -> Pages | None:
    """The pages that a statement shows; none where one is no page of one table, ordered by its own columns."""
    parts, order = _together(sql)
    found: list[Page] = []
    begin = 0
    for part in parts:
        end = begin + part.count("%s")
        page = _page(part, values[begin:end])
        if page is None or (found and page.table != found[0].table):
            return None
        found.append(page)
        begin = end
    return Pages(found, order) if begin == len(values) else None


def _together(sql: str) -> tuple[list[str], str]:
    """The statements put together in one, and what follows them; one alone where nothing is put together."""
    found, left = [], sql
    while left.startswith("("):
        end = _closing(left)
        found.append(left[1:end])
        left = left[end + 1 :]
        if not left.startswith(BETWEEN):
            return found, left
        left = left.removeprefix(BETWEEN)
    return [*found, left], ""


def _closing(text: str) -> int:
    """Where the parenthesis is closed with which a text begins."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if not depth:
            return place
    return len(text)


def _page(sql: str, values: Sequence[Any]) -> Page | None:
    parts = _clauses(sql)
    if parts is None:
        return None
    select, source, where, order, limit = parts
    main = MAIN.match(source)
    if main is None or any(word in sql for word in (" GROUP BY ", " OFFSET ", "SELECT DISTINCT")):
        return None
    table = main.group(1)
    columns = _sorted_by(select, order, table)
    if columns is None or not _own(where, table):
        return None
    choosing = f"WHERE {where} ORDER BY {columns} LIMIT {limit}"
    return Page(sql, table, select, source[len(f'"{table}"') :], order, limit, choosing, values)


def _sorted_by(select: str, order: str, table: str) -> str | None:
    """The order by columns instead of places in the row; none where one is not the table's own."""
    items = _items(select.removeprefix("SELECT "))
    found = []
    for key in order.split(", "):
        place, _space, way = key.partition(" ")
        named = items[int(place) - 1].partition(" AS ")[0] if place.isdigit() else place
        if not re.fullmatch(f'"{table}"\\."\\w+"', named):
            return None
        found.append(f"{named} {way}")
    return ", ".join(found)


def _items(text: str) -> list[str]:
    """The parts of a list that is parted by commas outside all parentheses."""
    found, depth, begin = [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            found.append(text[begin:place].strip())
            begin = place + 1
    return [*found, text[begin:].strip()]


def _clauses(sql: str) -> tuple[str, str, str, str, str] | None:
    """The five clauses of a page, none where one is missing or another is there."""
    places = [_outside(sql, clause) for clause in CLAUSES]
    if any(place < 0 for place in places) or places != sorted(places):
        return None
    begins = [0, *(place + len(clause) for place, clause in zip(places, CLAUSES, strict=True))]
    select, source, where, order, limit = (
        sql[begin:end] for begin, end in zip(begins, [*places, len(sql)], strict=True)
    )
    return select, source, where, order, limit


def _outside(sql: str, clause: str) -> int:
    """Where a clause stands outside all parentheses, or -1. Texts never stand in a statement, only beside it."""
    depth = 0
    for place, letter in enumerate(sql):
        depth += (letter == "(") - (letter == ")")
        if not depth and letter == " " and sql.startswith(clause, place):
            return place
    return -1


def _own(where: str, table: str) -> bool:
    """Whether a condition looks at no joined table: subqueries name theirs by aliases that begin with U or V."""
    return all(found == table for found, _column in COLUMN.findall(where))


def _one_by_one(joined: re.Match[str]) -> str:
    """A join that looks up what a row refers to by its key, instead of reading the whole table."""
    table, alias, condition = joined.groups()
    found = f"SELECT * FROM {table}{alias or ''} WHERE {condition} OFFSET 0"
    return f"LEFT OUTER JOIN LATERAL ({found}) {alias or table} ON true"
