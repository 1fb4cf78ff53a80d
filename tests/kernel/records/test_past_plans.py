"""What is read for the past: of the journal what changed since, of the records those that are shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import orjson
import pytest
from django.db import connection
from django.db.models import Q
from tests.architecture import catalog
from tests.casting import NOW, Cast, a_deal, a_pipeline, a_stage, an_account
from tests.kernel.records.test_travelling import moment

from plexus.crm.sales.queries import board
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.reading import Asked
from plexus.kernel.records.travelling import travelling
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
BEFORE, SINCE = 5_000, 200
JOURNALED = """
INSERT INTO journal_change (workspace_id, at, object, record_id, op, before, after)
SELECT %s, %s::timestamptz + %s * interval '1 minute', %s, %s, 'U', %s, '{}' FROM generate_series(1, %s)
"""
Plan = dict[str, Any]


def journaled(
    record: Any, at: datetime, minutes: int, before: str, number: int, *, plural: str = "accounts", known: bool = True
) -> None:
    """Changes of a record so many minutes from a moment; the planner may know of them."""
    with catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute(JOURNALED, [record.workspace_id, at, minutes, plural, record.pk, before, number])
        if known:
            cursor.execute("ANALYZE journal_change")


@contextmanager
def explained(actor: Actor, at: datetime) -> Iterator[tuple[Actor, list[Plan]]]:
    """Who asks about a moment, and how each statement was run that asked about it."""
    plans: list[Plan] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("WITH"):
            execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params, False, context)
            (plan,) = context["cursor"].fetchone()
            plan = orjson.loads(plan) if isinstance(plan, str) else plan
            plans.append(plan[0]["Plan"])
        return execute(sql, params, many, context)

    # What is explained stands below the journey, where a statement is what it becomes there.
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        with travelling(actor, at) as seer, connection.execute_wrapper(explain):
            yield seer, plans


def read(cast: Cast, at: datetime, sort: str) -> tuple[list[Any], int]:
    """The first page as it stood, and how many changes were looked at for it."""
    about = registry.of(cast.ada.workspace_id).object("accounts")
    with explained(cast.ada, at) as (seer, plans):
        rows = reading.read_page(seer, about, Asked(sort=sort, counted=False)).rows
    return [(row["name"], row["city"]) for row in rows], sum(looked_at(plans[0], "journal_change"))


def looked_at(plan: Plan, table: str) -> Iterator[int]:
    """How many rows each step of a plan looked at, of those that read a table or a part of it."""
    if plan.get("Relation Name", "").startswith(table):
        yield int((plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"])
    for each in plan.get("Plans", ()):
        yield from looked_at(each, table)


def test_of_the_hour_before_a_moment_nothing_is_read_that_did_not_come_late(cast: Cast) -> None:
    account = an_account(cast.ada, name="Firm", city="Wuxi")
    at = moment()
    journaled(account, at, -2, '{"city": "Ningbo"}', BEFORE)
    journaled(account, at, 1, '{"city": "Suzhou"}', SINCE)
    journaled(account, at, -1, '{"city": "Hefei"}', 1)

    rows, looked = read(cast, at, "name")

    assert rows == [("Firm", "Suzhou")]
    # By their ids what came since is read once more, by both indexes together only what came late.
    assert looked <= 2 * SINCE + 1


def test_an_hour_of_which_the_planner_knows_nothing_yet_is_not_read_for_a_moment_after_it(cast: Cast) -> None:
    account = an_account(cast.ada, name="Firm", city="Wuxi")
    at = moment()
    journaled(account, at, -2000, '{"city": "Ningbo"}', BEFORE)
    journaled(account, at, -2, '{"city": "Ningbo"}', BEFORE, known=False)

    rows, looked = read(cast, at, "name")

    assert rows == [("Firm", "Wuxi")]
    assert looked == 0


def test_each_lane_of_a_board_of_the_past_is_read_as_far_as_it_is_shown(cast: Cast) -> None:
    deals = [
        a_deal(
            cast.ada, name=f"{place}", amount=str(900 - place), account=an_account(cast.ada, name=f"Firm {place}").pk
        )
        for place in range(3 * board.CARDS)
    ]
    at = moment()
    journaled(deals[0], at, 1, f'{{"stage_id": "{a_stage(cast.ada, "Quoted").pk}"}}', 1, plural="deals")

    with explained(cast.ada, at) as (seer, plans):
        lanes = board.deals_by_stage(actor=seer, pipeline=a_pipeline(cast.ada), condition=Q(), today=NOW.date())

    shown = {lane.stage.name: [card.values["name"] for card in lane.cards] for lane in lanes if lane.cards}
    assert shown == {"Qualified": [f"{place}" for place in range(1, board.CARDS + 1)], "Quoted": ["0"]}
    cards = next(plan for plan in plans if any(looked_at(plan, "customers_account")))
    assert sum(looked_at(cards, "customers_account")) == board.CARDS + 1
