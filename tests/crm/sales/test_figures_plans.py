"""How PostgreSQL reads deals for figures: once for each question, and out of indexes that hold all that is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from tests.casting import Cast, a_deal, a_pipeline
from tests.planning import fill, scans

from plexus.crm.sales.queries import board
from plexus.crm.sales.queries.figures import Scope, Span, sales_figures
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting

MANY = 200
YEAR = Span(date(2026, 1, 1), date(2027, 1, 1), (date(2025, 1, 1), date(2025, 3, 17)))


@pytest.fixture(autouse=True)
def deals(cast: Cast) -> None:
    """Some hundred, open, won and in another currency."""
    a_deal(cast.ada, amount="100", stage="Qualified", expected_close_on="2026-04-10")
    a_deal(cast.ada, amount="500", stage="Won", opened_on="2026-01-01", closed_on="2026-02-10")
    a_deal(cast.ada, amount={"amount": "900", "currency": "EUR"}, stage="Quoted")
    fill("sales_deal", cast.ada.workspace_id, MANY, vacuumed=True)


def read(actor: Actor, ask: Callable[[], object]) -> list[tuple[str, str]]:
    """How deals are read for an answer, where neither the whole table nor parts of its pages may be."""
    found: list[tuple[str, str]] = []

    def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if '"sales_deal"' in sql and "deallineitem" not in sql:
            execute(f"EXPLAIN (FORMAT JSON) {sql}", params, False, context)
            (read,) = context["cursor"].fetchone()[0]
            found.extend((each["Node Type"], each.get("Index Name", "")) for each in scans(read["Plan"], "sales_deal"))
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
