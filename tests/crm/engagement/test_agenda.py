"""The list of tasks: what is open comes first, by its due time; what is done comes last, the latest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.casting import NOW, Cast, a_task
from tests.signing import browser_of

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.sorting import SortInvalid
from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry

DAY = timedelta(days=1)
FAR = datetime(2199, 12, 31, 23, 59, 59, tzinfo=UTC)
LATE, SOON, DISTANT, WHENEVER = "Late", "Soon", "In 2199", "Whenever"
DONE_NOW, DONE_BEFORE, DONE_LONG_AGO = "Done just now", "Done yesterday", "Done in 1999"


@pytest.fixture
def tasks(ada: Actor) -> dict[str, Any]:
    """Tasks of every standing, made in no order."""
    made: dict[str, dict[str, Any]] = {
        DONE_LONG_AGO: {"due_at": NOW - 9 * DAY, "done_at": datetime(1999, 1, 1, tzinfo=UTC)},
        WHENEVER: {},
        SOON: {"due_at": NOW + DAY},
        DONE_NOW: {"due_at": NOW + DAY, "done_at": NOW},
        LATE: {"due_at": NOW - DAY},
        DISTANT: {"due_at": FAR},
        DONE_BEFORE: {"due_at": None, "done_at": NOW - DAY},
    }
    return {subject: a_task(ada, subject=subject, **values) for subject, values in made.items()}


def listed(actor: Actor, **asked: Any) -> list[str]:
    """The subjects of all pages, two on each."""
    with acting(actor):
        about = registry.of(actor.workspace_id).object("tasks")
        wanted = reading.Asked(fields=("subject",), limit=2, **asked)
        page = reading.read_page(actor, about, wanted)
        found = [row["subject"] for row in page.rows]
        while page.next:
            page = reading.read_page(actor, about, replace(wanted, cursor=page.next))
            found += [row["subject"] for row in page.rows]
    return found


ORDER = [LATE, SOON, DISTANT, WHENEVER, DONE_NOW, DONE_BEFORE, DONE_LONG_AGO]


def test_open_tasks_come_first_by_due_time_and_done_ones_last(ada: Actor, tasks: dict[str, Any]) -> None:
    assert listed(ada) == ORDER
    assert listed(ada, sort="agenda") == ORDER
    assert listed(ada, sort="-agenda") == ORDER[::-1]


def test_a_task_moves_when_it_is_done_and_when_it_is_opened_again(ada: Actor, tasks: dict[str, Any]) -> None:
    about = registry.of(ada.workspace_id).object("tasks")
    with acting(ada):
        for subject, done_at in ((LATE, NOW + DAY), (DONE_LONG_AGO, None)):
            key = tasks[subject].pk
            changing.update(actor=ada, about=about, record_id=key, values={"done_at": done_at}, now=NOW)

    assert listed(ada) == [DONE_LONG_AGO, SOON, DISTANT, WHENEVER, LATE, DONE_NOW, DONE_BEFORE]


def test_the_order_does_not_give_a_hidden_field_away(cast: Cast, tasks: dict[str, Any]) -> None:
    blind = replace(cast.ada, fields={"tasks": {"done_at": "hidden"}})

    with pytest.raises(SortInvalid):
        listed(blind, sort="agenda")
    made = sorted(tasks, key=lambda subject: tasks[subject].pk)
    assert listed(blind) == made


def test_the_list_says_how_it_is_sorted(ada: Actor, tasks: dict[str, Any]) -> None:
    page = browser_of(ada).get("/tasks").text

    assert "open first, by due date" in page
    assert page.index(LATE) < page.index(WHENEVER) < page.index(DONE_NOW)
