"""The feed of the journal: nothing missed and nothing twice, however transactions overlap."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, connections, transaction
from tests.architecture import catalog
from tests.casting import Cast, a_cast, an_account
from tests.racing import at_once
from tests.settling import settle

from plexus.crm.customers.models import Account
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Change
from plexus.kernel.journal.queries import feed
from plexus.kernel.records.acting import acting

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
START = feed.beginning(LONG_AGO)
MANY = """
INSERT INTO journal_change (workspace_id, cause_id, object, record_id, op, after)
SELECT workspace_id, cause_id, object, record_id, op, after
FROM journal_change CROSS JOIN generate_series(1, 5000) WHERE record_id = %s
"""


@pytest.fixture
def people() -> Cast:
    with transaction.atomic():
        return a_cast()


def read(actor: Actor, place: feed.Place, *, limit: int = 200) -> feed.Stretch:
    with acting(actor):
        return feed.after(actor.workspace_id, place, ["accounts"], since=LONG_AGO, limit=limit)


def renamed(actor: Actor, name: str, account: Account, *, slowly: float = 0) -> None:
    with acting(actor):
        Account.objects.filter(pk=account.pk).update(name=name)
        time.sleep(slowly)


def settled(actor: Actor, place: feed.Place) -> feed.Stretch:
    """What comes after a place, once all that was done is decided."""
    settle()
    return read(actor, place)


def names(stretch: feed.Stretch) -> list[str]:
    return [each.became["name"] for each in stretch.changes]


def all_of(actor: Actor, place: feed.Place, *, limit: int) -> Iterator[Change]:
    while True:
        stretch = read(actor, place, limit=limit)
        yield from stretch.changes
        place = stretch.end
        if not stretch.more:
            return


def test_a_change_committed_late_comes_after_what_was_read_before(people: Cast) -> None:
    """The slow transaction writes first, so its id is the lowest; the quick one commits while it is open."""
    slow, quick = an_account(people.ada, name="Slow"), an_account(people.ada, name="Quick")
    start = settled(people.root, START).end
    written, read_it = threading.Event(), threading.Event()

    def slowly() -> None:
        with acting(people.ada):
            Account.objects.filter(pk=slow.pk).update(name="Slow came")
            written.set()
            assert read_it.wait(30)

    def meanwhile() -> tuple[feed.Stretch, feed.Stretch]:
        assert written.wait(30)
        renamed(people.ada, "Quick came", quick)
        first = read(people.root, start)
        again = read(people.root, first.end)
        read_it.set()
        return first, again

    _none, (during, still) = at_once(slowly, meanwhile)  # type: ignore[misc]
    after = settled(people.root, still.end)

    assert names(during) + names(still) == []
    assert names(after) == ["Slow came", "Quick came"]
    assert names(read(people.root, after.end)) == []


def test_many_writers_some_of_them_slow_are_read_once_each(people: Cast) -> None:
    accounts = [an_account(people.ada, name=f"Firm {each}") for each in range(6)]
    start = settled(people.root, START).end
    chance = random.Random(7)  # noqa: S311 - not for secrets
    waits = [[chance.choice((0, 0, 0.002, 0.02)) for _turn in range(25)] for _each in accounts]
    finished = threading.Semaphore(0)

    def writer(index: int) -> list[str]:
        for turn, wait in enumerate(waits[index]):
            renamed(people.ada, f"{index}-{turn}", accounts[index], slowly=wait)
        finished.release()
        return []

    def reader() -> list[str]:
        found: list[str] = []
        place, left = start, len(accounts)
        while left:
            left -= finished.acquire(blocking=False)
            stretch = read(people.root, place, limit=7)
            found += names(stretch)
            place = stretch.end
            time.sleep(0.003)
        settle()
        return found + [each.became["name"] for each in all_of(people.root, place, limit=7)]

    *_written, found = at_once(*(lambda each=each: writer(each) for each in range(len(accounts))), reader)

    assert sorted(found) == sorted(f"{index}-{turn}" for index in range(6) for turn in range(25))
    for index in range(6):  # and each record's own changes in their order
        mine = [name for name in found if name.startswith(f"{index}-")]
        assert mine == [f"{index}-{turn}" for turn in range(25)]


def test_after_a_backup_was_put_back_old_changes_and_new_ones_are_told(people: Cast) -> None:
    """In the other cluster numbers begin anew: what is stored is ahead of what the server counts."""
    account = an_account(people.ada, name="Before")
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE journal_change SET txid = (txid::text::bigint + 1000000)::text::xid8")
    place = settled(people.root, START)
    assert names(place) == ["Before"]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT journal_begin_epoch()")
    try:
        renamed(people.ada, "After", account)
        whole = settled(people.root, START)
        since = settled(people.root, place.end)
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION journal_epoch() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 0'"
            )

    assert names(whole) == ["Before", "After"]
    assert names(since) == ["After"]


def test_a_feed_tells_of_its_own_workspace_only(people: Cast) -> None:
    an_account(people.ada, name="Ours")

    assert names(read(people.eve, START)) == []


def test_a_place_of_now_is_after_all_that_is_decided(people: Cast) -> None:
    account = an_account(people.ada, name="Before")
    with acting(people.root):
        place = feed.newest()
    renamed(people.ada, "After", account)

    assert names(settled(people.root, place)) == ["After"]


def test_a_page_after_an_import_reads_no_more_than_it_shows(people: Cast) -> None:
    account = an_account(people.ada)
    with catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute(MANY, [account.pk])
        cursor.execute("ANALYZE journal_change")
    place: dict[str, Any] = {"workspace": people.root.workspace_id, "epoch": 0, "txid": "0", "id": 0}

    with acting(people.root), connection.cursor() as cursor:
        asked = place | {"objects": ["accounts"], "since": LONG_AGO, "limit": 50}
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {feed.AFTER}", asked)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert max(float(rows) for rows in re.findall(r"rows=([\d.]+)", plan)) <= 100


def test_the_feed_is_read_by_its_index(people: Cast) -> None:
    with acting(people.root), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        place: dict[str, Any] = {"workspace": people.root.workspace_id, "epoch": 0, "txid": "0", "id": 0}
        cursor.execute(f"EXPLAIN {feed.AFTER}", place | {"objects": ["accounts"], "since": LONG_AGO, "limit": 50})
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "epoch_txid_id_idx" in plan
    assert "Merge Append" in plan
    assert plan.count("->  Sort") == 1  # of the two pages that are put together
