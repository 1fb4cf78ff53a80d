"""Tables with so many rows that plans matter, and what a plan says of one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from tests.architecture import catalog

FILL = """
INSERT INTO {table} (id, {names}) SELECT gen_random_uuid(), {values}
FROM {table} r, generate_series(1, %s) g WHERE r.workspace_id = %s
"""


def fill(
    table: str, workspace: UUID, times: int, given: dict[str, str] | None = None, *, vacuumed: bool = False
) -> None:
    """So many copies of each row that a workspace has in a table, and the planner knows of them.

    `given` says in SQL what a column of copy `g` of row `r` holds instead. `vacuumed`: the pages count as seen by all,
    as a vacuum leaves them, which cannot run inside a test's transaction.
    """
    names = [name for name in catalog.columns_of(table) if name != "id"]
    values = ", ".join((given or {}).get(name, f"r.{name}") for name in names)
    with catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(FILL.format(table=table, names=", ".join(names), values=values), [times, workspace])
        cursor.execute("SET LOCAL session_replication_role = origin")
        # What other tests rolled back still fills the pages of indexes, and plans follow their size.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"REINDEX TABLE {table}")
        cursor.execute(f"ANALYZE {table}")
        if vacuumed:
            cursor.execute("UPDATE pg_class SET relallvisible = relpages WHERE oid = %s::regclass", [table])


def scans(plan: dict[str, Any], table: str) -> Iterator[dict[str, Any]]:
    """The steps of a plan that read a table."""
    if plan.get("Relation Name") == table:
        yield plan
    for each in plan.get("Plans", ()):
        yield from scans(each, table)
