"""How many rows: exact up to a bound, then the planner's honest estimate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import QuerySet

from plexus.kernel.records.fetching.statements import Statement, compiled
from plexus.kernel.workspaces.models import WorkspaceRow

BOUND = 10_000
# Of a whole table the planner is never so wrong that this many were fewer than the bound.
CERTAIN = 2 * BOUND


@dataclass(frozen=True, slots=True)
class Count:
    """A number of rows, and whether it was counted or estimated."""

    value: int
    exact: bool


def count(rows: QuerySet[WorkspaceRow]) -> Count:
    """The number of rows, counted up to the bound; beyond it estimated, and never below the bound."""
    counted = rows.order_by()[: BOUND + 1].count()
    return _known(counted, lambda: planned(compiled(rows.order_by().values_list("pk"))))


def bounded(rows: Statement, key: UUID | None = None) -> Count:
    """The same of a statement that is kept."""
    some = replace(rows, sql=f"{rows.sql} LIMIT {BOUND + 1}").counted()
    return _known(int(some.run(key)[0][0]), lambda: planned(rows, key))


def _known(counted: int, estimate: Callable[[], int]) -> Count:
    return Count(counted, exact=True) if counted <= BOUND else Count(max(estimate(), BOUND + 1), exact=False)


def planned(rows: Statement, key: UUID | None = None) -> int:
    """How many rows the planner expects."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {rows.sql}", rows.about(key))
        (found,) = cursor.fetchone()
    plan = orjson.loads(found) if isinstance(found, str) else found
    return int(plan[0]["Plan"]["Plan Rows"])
