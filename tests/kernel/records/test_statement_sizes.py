"""How long statements are, and what PostgreSQL must plan of them: neither grows with what remarks may be about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from tests.casting import NOW, Cast

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import filtering
from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.reading import Asked
from plexus.kernel.records.travelling import travelling
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db

HAVING = {
    "tasks": {"field": "subject", "op": "eq", "value": "Before"},
    "activities": {"field": "subject", "op": "eq", "value": "Before"},
    "comments": {"field": "body", "op": "contains", "value": "Before"},
    "files": {"field": "name", "op": "contains", "value": "Before"},
}


@dataclass
class Sent:
    """The longest statement that was sent, in characters, and the most nodes of a plan."""

    length: int = 0
    nodes: int = 0


@contextmanager
def measured() -> Iterator[Sent]:
    sent = Sent()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SELECT", "WITH")):
            with connection.connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {sql}", params)
                # Each node of a plan but the first begins with an arrow.
                nodes = 1 + sum(line.lstrip().startswith("->") for (line,) in cursor.fetchall())
            sent.length, sent.nodes = max(sent.length, len(sql)), max(sent.nodes, nodes)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


def _asked(actor: Actor, plural: str, having: str) -> Asked:
    if not having:
        return Asked()
    document = {"related": having, "where": HAVING[having], "exists": True}
    about = registry.of(actor.workspace_id).object(plural)
    return Asked(condition=filtering.from_document(document, about=about, actor=actor, now=NOW))


def _today(actor: Actor, plural: str, having: str = "") -> Sent:
    with acting(actor), measured() as sent:
        reading.read_page(actor, registry.of(actor.workspace_id).object(plural), _asked(actor, plural, having))
    return sent


def _then(actor: Actor, plural: str, having: str = "") -> Sent:
    # What is measured stands below the journey, where a statement is what it becomes there.
    with acting(actor), travelling(actor, NOW) as seer, measured() as sent:
        reading.read_page(seer, registry.of(actor.workspace_id).object(plural), _asked(seer, plural, having))
    return sent


@pytest.mark.parametrize("having", ["", *HAVING])
@pytest.mark.parametrize("plural", ["accounts", "contacts", "deals"])
def test_a_list_by_its_remarks_is_a_statement_of_bounded_size(cast: Cast, plural: str, having: str) -> None:
    for actor in (cast.ada, cast.root):
        today, then = _today(actor, plural, having), _then(actor, plural, having)

        assert (today.length < 8_000, today.nodes < 60) == (True, True), today
        assert (then.length < 36_000, then.nodes < 700) == (True, True), then


@pytest.mark.parametrize("plural", ["tasks", "activities", "comments", "files", "follows", "list-members"])
def test_a_list_of_remarks_is_a_statement_of_bounded_size(cast: Cast, plural: str) -> None:
    for actor in (cast.ada, cast.root):
        today, then = _today(actor, plural), _then(actor, plural)

        assert (today.length < 12_000, today.nodes < 150) == (True, True), today
        assert (then.length < 24_000, then.nodes < 450) == (True, True), then
