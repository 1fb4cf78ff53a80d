"""How many rows: exact up to a bound, then the planner's honest estimate."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from django.db import connection
from django.db.models import QuerySet

from plexus.kernel.workspaces.models import WorkspaceRow

BOUND = 10_000


@dataclass(frozen=True, slots=True)
class Count:
    """A number of rows, and whether it was counted or estimated."""

    value: int
    exact: bool


def count(rows: QuerySet[WorkspaceRow], *, bound: int = BOUND) -> Count:
    """The number of rows, counted up to `bound`; beyond it estimated, and never below the bound."""
    counted = rows.order_by()[: bound + 1].count()
    if counted <= bound:
        return Count(counted, exact=True)
    return estimated(rows, bound=bound)


def estimated(rows: QuerySet[WorkspaceRow], *, bound: int = BOUND) -> Count:
    """The planner's estimate of rows that are known to be more than `bound`."""
    return Count(max(_estimate(rows), bound + 1), exact=False)


def _estimate(rows: QuerySet[WorkspaceRow]) -> int:
    sql, params = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (found,) = cursor.fetchone()
    plan = orjson.loads(found) if isinstance(found, str) else found
    return int(plan[0]["Plan"]["Plan Rows"])
