"""What an administrator changes is known at once to every process, and what was taken back to none."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from tests.casting import NOW, Cast, a_cast, a_record
from tests.conformance import tailored

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.shell.administration.actions import fields

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def cast() -> Cast:
    """Everybody, committed."""
    with transaction.atomic():
        return a_cast()


def names(actor: Actor, plural: str = "accounts") -> tuple[str, ...]:
    """The custom fields of an object as a new transaction sees them."""
    with acting(actor):
        return tuple(each.name for each in registry.of(actor.workspace_id).object(plural).custom_fields)


def elsewhere(actor: Actor) -> tuple[str, ...]:
    """The same, in another thread with a connection of its own."""

    def look() -> tuple[str, ...]:
        try:
            return names(actor)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(look).result()


def _answer(asks: Any, tells: Any, database: dict[str, Any], actor: Actor) -> None:
    """Another process: tells its fields each time it is asked."""
    connections.close_all()
    for alias in ("default", "owner"):
        connections[alias].settings_dict.update(database[alias])
    while asks.get():
        tells.put(names(actor))
    connections.close_all()


def test_two_processes_see_a_new_field_at_once(cast: Cast) -> None:
    context = multiprocessing.get_context("fork")
    asks, tells = context.Queue(), context.Queue()
    settings = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    connections.close_all()
    other = context.Process(target=_answer, args=(asks, tells, settings, cast.ada), daemon=True)
    other.start()
    seen = []
    for name in (None, "one", "two"):
        if name:
            tailored.a_field(cast.root, "accounts", name=name, label_en=name)
        asks.put(True)
        seen.append(tells.get(timeout=30))
    asks.put(False)
    other.join(30)

    assert seen == [(), ("one",), ("one", "two")]
    assert names(cast.ada) == ("one", "two")


def test_what_was_taken_back_is_seen_nowhere_and_poisons_nobody(cast: Cast) -> None:
    with acting(cast.root):
        fields.create_field(
            actor=cast.root, plural="accounts", values={"type": "text", "name": "ghost", "label_en": "Ghost"}, now=NOW
        )
        seen = tuple(each.name for each in registry.of(cast.root.workspace_id).object("accounts").custom_fields)
        outside = elsewhere(cast.ada)
        transaction.set_rollback(True)
    tailored.a_field(cast.root, "accounts", name="real", label_en="Real")

    assert (seen, outside) == (("ghost",), ())
    assert (names(cast.ada), elsewhere(cast.ada)) == (("real",), ("real",))


def test_one_firm_does_not_see_what_another_added(cast: Cast) -> None:
    tailored.a_field(cast.root, "accounts", name="secret", label_en="Secret")

    assert (names(cast.ada), names(cast.eve)) == (("secret",), ())
    with acting(cast.eve):
        assert registry.of(cast.eve.workspace_id) is registry.standard()


def test_freshness_costs_no_statement(cast: Cast) -> None:
    tailored.a_field(cast.root, "accounts", name="one", label_en="One")
    names(cast.ada)

    with CaptureQueriesContext(connection) as queries:
        names(cast.ada)

    assert len([each for each in queries if not each["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT"))]) == 1


def test_numbers_drawn_at_the_same_time_are_all_different_and_without_a_gap(cast: Cast) -> None:
    tailored.a_field(cast.root, "accounts", "auto_number", name="number", label_en="Number")

    def make(place: int) -> str:
        try:
            return str(a_record("accounts", cast.ada, name=f"Firm {place}").custom["number"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(make, range(24)))

    assert sorted(drawn) == [f"M-{number:04d}" for number in range(1, 25)]
    assert isinstance(cast.root.workspace_id, UUID)
