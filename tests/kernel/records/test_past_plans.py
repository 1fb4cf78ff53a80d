"""What is read of the journal for a list of the past: what changed since, and nearly nothing of the hour before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson
import pytest
from django.db import connection
from tests.architecture import catalog
from tests.casting import Cast, an_account
from tests.kernel.records.test_travelling import moment

from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.reading import Asked
from plexus.kernel.records.travelling import travelling
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
BEFORE, SINCE = 5_000, 200
CONTACT = "01a203ae-aa14-7797-8245-0cd6f9481a80"
JOURNALED = """
INSERT INTO journal_change (workspace_id, at, object, record_id, op, before, after)
SELECT %s, %s::timestamptz + %s * interval '1 minute', %s, %s, 'U', %s, '{}' FROM generate_series(1, %s)
"""


def journaled(
    cast: Cast, key: Any, at: datetime, minutes: int, before: str, number: int, *, known: bool = True
) -> None:
    """Changes of an account, or of a contact, so many minutes from a moment; the planner may know of them."""
    of = "contacts" if key == CONTACT else "accounts"
    with catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute(JOURNALED, [cast.ada.workspace_id, at, minutes, of, key, before, number])
        if known:
            cursor.execute("ANALYZE journal_change")


def read(cast: Cast, at: datetime, sort: str) -> tuple[list[Any], int]:
    """The first page as it stood, and how many changes were looked at for it."""
    looked: list[int] = []

    def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("WITH"):
            execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params, False, context)
            (plan,) = context["cursor"].fetchone()
            plan = orjson.loads(plan) if isinstance(plan, str) else plan
            looked.append(sum(_looked_at(plan[0]["Plan"])))
        return execute(sql, params, many, context)

    # What is explained stands below the journey, where a statement is what it becomes there.
    about = registry.of(cast.ada.workspace_id).object("accounts")
    with acting(cast.ada), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        with travelling(cast.ada, at) as seer, connection.execute_wrapper(explained):
            rows = reading.read_page(seer, about, Asked(sort=sort, counted=False)).rows
    return [(row["name"], row["city"]) for row in rows], looked[0]


def _looked_at(plan: dict[str, Any]) -> Iterator[int]:
    if plan.get("Relation Name", "").startswith("journal_change"):
        yield int((plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"])
    for each in plan.get("Plans", ()):
        yield from _looked_at(each)


def test_of_the_hour_before_a_moment_nothing_is_read_that_did_not_come_late(cast: Cast) -> None:
    account = an_account(cast.ada, name="Firm", city="Wuxi")
    at = moment()
    journaled(cast, account.pk, at, -2, '{"city": "Ningbo"}', BEFORE)
    journaled(cast, account.pk, at, 1, '{"city": "Suzhou"}', SINCE)
    journaled(cast, account.pk, at, -1, '{"city": "Hefei"}', 1)

    rows, looked = read(cast, at, "name")

    assert rows == [("Firm", "Suzhou")]
    # By their ids what came since is read once more, by both indexes together only what came late.
    assert looked <= 2 * SINCE + 1


def test_an_hour_of_which_the_planner_knows_nothing_yet_is_not_read_for_a_moment_after_it(cast: Cast) -> None:
    account = an_account(cast.ada, name="Firm", city="Wuxi")
    at = moment()
    journaled(cast, account.pk, at, -2000, '{"city": "Ningbo"}', BEFORE)
    journaled(cast, account.pk, at, -2, '{"city": "Ningbo"}', BEFORE, known=False)

    rows, looked = read(cast, at, "name")

    assert rows == [("Firm", "Wuxi")]
    assert looked == 0


def test_what_happened_to_other_objects_is_not_looked_at(cast: Cast) -> None:
    account = an_account(cast.ada, name="Firm", city="Wuxi")
    at = moment()
    journaled(cast, CONTACT, at, 1, '{"city": "Ningbo"}', BEFORE)
    journaled(cast, account.pk, at, 1, '{"city": "Suzhou"}', SINCE)

    rows, looked = read(cast, at, "name")

    assert rows == [("Firm", "Suzhou")]
    assert looked <= 2 * SINCE + 1
