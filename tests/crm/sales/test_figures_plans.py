"""How PostgreSQL reads deals for figures: once for each question, and out of indexes that hold all that is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from tests.architecture import catalog
from tests.casting import Cast, a_deal, a_pipeline

from plexus.crm.sales.queries import board
from plexus.crm.sales.queries.figures import Scope, Span, sales_figures
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting

MANY = 200
FILL = """
INSERT INTO sales_deal (id, {names})
SELECT gen_random_uuid(), {names} FROM sales_deal r, generate_series(1, %s) WHERE r.workspace_id = %s
"""
YEAR = Span(date(2026, 1, 1), date(2027, 1, 1), (date(2025, 1, 1), date(2025, 3, 17)))


@pytest.fixture(autouse=True)
def deals(cast: Cast) -> None:
    """Some hundred, open, won and in another currency."""
    a_deal(cast.ada, amount="100", stage="Qualified", expected_close_on="2026-04-10")
    a_deal(cast.ada, amount="500", stage="Won", opened_on="2026-01-01", closed_on="2026-02-10")
    a_deal(cast.ada, amount={"amount": "900", "currency": "EUR"}, stage="Quoted")
    names = ", ".join(name for name in catalog.columns_of("sales_deal") if name != "id")
    with catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(FILL.format(names=names), [MANY, cast.ada.workspace_id])
        cursor.execute("SET LOCAL session_replication_role = origin")
        # What other tests rolled back still fills the pages of indexes, and plans follow their size.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("REINDEX TABLE sales_deal")
        cursor.execute("ANALYZE sales_deal")
        # As a vacuum would leave it, which cannot run inside a transaction.
        cursor.execute("UPDATE pg_class SET relallvisible = relpages WHERE oid = 'sales_deal'::regclass")


def scans(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The steps of a plan that read deals, each with its index."""
    if plan.get("Relation Name") == "sales_deal":
        yield plan["Node Type"], plan.get("Index Name", "")
    for each in plan.get("Plans", ()):
        yield from scans(each)


def read(actor: Actor, ask: Callable[[], object]) -> list[tuple[str, str]]:
    """How deals are read for an answer, where neither the whole table nor parts of its pages may be."""
    found: list[tuple[str, str]] = []

    def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if '"sales_deal"' in sql and "deallineitem" not in sql:
            execute(f"EXPLAIN (FORMAT JSON) {sql}", params, False, context)
            found.extend(scans(context["cursor"].fetchone()[0][0]["Plan"]))
        return execute(sql, params, many, context)

    with acting(actor), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        with connection.execute_wrapper(explained):
            ask()
    return found


@pytest.mark.parametrize("who", ["root", "ada"])
def test_the_dashboard_reads_every_deal_out_of_indexes_alone(cast: Cast, who: str) -> None:
    actor: Actor = getattr(cast, who)
    scope = Scope(team_ids=(cast.east.pk,))

    whole = read(actor, lambda: sales_figures(actor=actor, span=YEAR))
    part = read(actor, lambda: sales_figures(actor=actor, span=YEAR, scope=scope))

    once = [("Index Only Scan", name) for name in ("deal_open", "deal_by_closed_on", "deal_by_closed_on")]
    assert [each[:3] for each in (whole, part)] == [once, once]
    assert [len(each) for each in (whole, part)] == [4, 4]
    assert who != "root" or whole[3] == ("Index Only Scan", "deal_by_currency")


@pytest.mark.parametrize("who", ["root", "ada"])
def test_the_sums_of_a_board_are_read_out_of_its_index_alone(cast: Cast, who: str) -> None:
    actor: Actor = getattr(cast, who)
    pipeline = a_pipeline(cast.root)

    found = read(actor, lambda: board.sums_by_stage(actor=actor, pipeline=pipeline, condition=Q()))

    assert found == [("Index Only Scan", "deal_by_stage")]
