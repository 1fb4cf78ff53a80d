"""How PostgreSQL reads deals that are shown, in a list or on the board: by index, and no further than that."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from tests.architecture import catalog
from tests.casting import NOW, Cast, a_deal, a_pipeline
from tests.kernel.records.test_travelling import moment
from tests.planning import fill, scans

from plexus.crm.sales.queries import board
from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.reading import Asked
from plexus.kernel.records.travelling import travelling
from plexus.kernel.schema import registry

MANY = 3_000
GIVEN = {"updated_at": "r.updated_at - g * interval '1 minute'", "amount": "g"}
FIELDS = ("name", "account", "stage", "pipeline", "amount", "owner")


@pytest.fixture(autouse=True)
def _many(cast: Cast) -> None:
    """Three thousand deals, of whose few stages the planner knows nothing."""
    a_deal(cast.ada, amount="100", stage="Qualified")
    fill("sales_deal", cast.ada.workspace_id, MANY, GIVEN)


class Plans:
    """Notes the plan of each statement that tells deals."""

    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if '"sales_deal"."name"' in sql and "EXPLAIN" not in sql:
            execute(f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {sql}", params, False, context)
            self.found.append(context["cursor"].fetchone()[0][0]["Plan"])
        return execute(sql, params, many, context)


@pytest.mark.parametrize(
    ("sort", "index"),
    [("", "deal_by_updated_at"), ("-amount", "deal_by_amount"), ("expected_close_on", "deal_by_expected_close_on")],
)
def test_a_page_of_deals_is_read_from_the_index_of_its_order_only_as_far_as_it_is_shown(
    cast: Cast, sort: str, index: str
) -> None:
    plans, deals = Plans(), registry.of(cast.ada.workspace_id).object("deals")

    with acting(cast.root), connection.execute_wrapper(plans):
        first = reading.read_page(cast.root, deals, Asked(fields=FIELDS, sort=sort, limit=20))
        after = reading.read_page(cast.root, deals, Asked(fields=FIELDS, sort=sort, limit=20, cursor=first.next or ""))

    assert [each["stage"]["name"] for each in (*first.rows, *after.rows)] == ["Qualified"] * 40
    (one,), (other,) = (list(scans(plan, "sales_deal")) for plan in plans.found)
    assert [each["Index Name"] for each in (one, other)] == [index, index]
    assert max(round(each["Actual Rows"] * each["Actual Loops"]) for each in (one, other)) <= 41


@pytest.mark.parametrize(
    ("sort", "index", "empty"),
    [("amount", "deal_by_amount", False), ("-expected_close_on", "deal_by_expected_close_on", True)],
)
def test_an_index_that_stands_the_other_way_is_read_backwards_for_what_has_a_value_and_for_what_has_none(
    cast: Cast, sort: str, index: str, *, empty: bool
) -> None:
    plans, deals = Plans(), registry.of(cast.ada.workspace_id).object("deals")

    with acting(cast.root), connection.execute_wrapper(plans):
        reading.read_page(cast.root, deals, Asked(fields=FIELDS, sort=sort, limit=20))

    found = [each for plan in plans.found for each in scans(plan, "sales_deal")]
    assert [(each["Index Name"], each["Scan Direction"]) for each in found] == [(index, "Backward")] * (1 + empty)
    assert [round(each["Actual Rows"] * each["Actual Loops"]) for each in found] == ([0, 21] if empty else [21])


CHANGED = """
INSERT INTO journal_change (workspace_id, at, object, record_id, op, before, after)
VALUES (%s, %s::timestamptz + interval '1 minute', 'deals', %s, 'U', '{"amount": 90000}', '{}')
"""


def test_the_cards_of_a_board_of_the_past_are_chosen_before_what_they_refer_to_is_read(cast: Cast) -> None:
    plans, pipeline = Plans(), a_pipeline(cast.root)
    changed, at = a_deal(cast.ada, amount="1", stage="Quoted"), moment()
    with catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute(CHANGED, [cast.ada.workspace_id, at, changed.pk])

    with acting(cast.root), travelling(cast.root, at) as seer, connection.execute_wrapper(plans):
        lanes = board.deals_by_stage(actor=seer, pipeline=pipeline, condition=Q(), today=NOW.date())

    shown = {lane.stage.name: [card.values["amount"][0] for card in lane.cards] for lane in lanes}
    assert shown["Quoted"] == [90_000]
    assert shown["Qualified"] == list(range(MANY, MANY - board.CARDS, -1))
    (plan,) = plans.found
    assert sum(round(each["Actual Rows"] * each["Actual Loops"]) for each in scans(plan, "sales_deal")) < 1_000
