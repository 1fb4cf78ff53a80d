"""Which columns of which table a statement looks at: what changed in any other does not matter to it.

A column without its table before it counts for every table, so nothing that matters is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

OWN = re.compile(r'"?\b(\w+)"?\."(\w+)"')
ALIAS = re.compile(r'"(\w+)" ([A-Z]+\d+)\b')
GIVEN = re.compile(r' AS "\w+"')
WORD = re.compile(r"\w+")


def looked_at(sql: str, tables: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The words of a statement that may be columns, by the table of which they may be."""
    named = {alias: table for table, alias in ALIAS.findall(sql)}
    found: dict[str, set[str]] = {table: set() for table in tables}
    loose = set(WORD.findall(GIVEN.sub("", OWN.sub("", sql))))
    for owner, column in OWN.findall(sql):
        found.get(named.get(owner, owner), loose).add(column)
    return {table: frozenset(columns | loose) for table, columns in found.items()}


def chosen_by(sql: str, table: str, choosing: str) -> str | None:
    """What of a statement says which rows of a table come, and in which order; none where it reads the table twice.

    `choosing` is that part which says so of the rows; what else is asked of their own columns is left out.
    """
    if len(re.findall(rf'"{table}"(?!\.)', sql)) > 1:
        return None
    return re.sub(rf'"{table}"\."\w+"', "", sql) + choosing
