"""How what an act did is put together for its undo: never gone through again for each record that it touched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from psycopg import sql
from tests.casting import NOW, Cast, an_account

from plexus.kernel.journal.causing import causing
from plexus.kernel.records import bulk, changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.undoing import undo_cause
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db


def gone_through(plan: dict[str, Any]) -> Iterator[str]:
    """What is read as a whole for each row of another side."""
    if plan["Node Type"] == "Nested Loop":
        inner = plan["Plans"][1]
        read = inner["Plans"][0] if inner["Node Type"] == "Materialize" else inner
        yield from [read["CTE Name"]] if read["Node Type"] == "CTE Scan" else []
    for each in plan.get("Plans", ()):
        yield from gone_through(each)


@pytest.mark.parametrize("removed", [False, True])
def test_the_changes_of_an_act_are_hashed_though_the_planner_knows_none_of_them(cast: Cast, *, removed: bool) -> None:
    rows = [an_account(cast.root, name=f"Firm {place}").pk for place in range(3)]
    about = registry.of(cast.root.workspace_id).object("accounts")
    plans: list[dict[str, Any]] = []

    def explained(execute: Any, asked: Any, params: Any, many: bool, context: Any) -> Any:
        if isinstance(asked, sql.Composed) and "mine AS MATERIALIZED" in asked.as_string(None):
            execute(sql.SQL("EXPLAIN (FORMAT JSON) ") + asked, params, False, context)
            plans.append(context["cursor"].fetchone()[0][0]["Plan"])
        return execute(asked, params, many, context)

    with acting(cast.root):
        if removed:
            with causing(actor=cast.root, action="accounts.trash"):
                for key in rows:
                    changing.trash(actor=cast.root, about=about, record_id=key, now=NOW)
            made = bulk.purge_many(actor=cast.root, about=about, rows=rows)
        else:
            made = bulk.change_many(actor=cast.root, about=about, rows=rows, values={"city": "Wuxi"}, now=NOW)
        assert made.cause_id is not None
        with connection.execute_wrapper(explained):
            undone = undo_cause(actor=cast.root, cause_id=made.cause_id, now=NOW)
        with connection.cursor() as cursor:
            cursor.execute("SHOW enable_nestloop")
            nested = cursor.fetchone()

    assert undone.count == 3
    assert [list(gone_through(plan)) for plan in plans] == [[]]
    assert nested == ("on",)
