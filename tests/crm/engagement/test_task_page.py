"""The page of a task says what is next: to complete it, or to reopen it."""

from __future__ import annotations

import pytest
from tests.casting import NOW, a_task
from tests.signing import browser_of

from plexus.kernel.identity.actor import Actor


@pytest.mark.parametrize(("done_at", "offered", "other"), [(None, "complete", "reopen"), (NOW, "reopen", "complete")])
def test_a_task_offers_the_way_on_from_where_it_stands(ada: Actor, done_at: object, offered: str, other: str) -> None:
    task = a_task(ada, done_at=done_at)

    page = browser_of(ada).get(f"/tasks/{task.pk}").content.decode()

    assert f"/tasks/{task.pk}/actions/{offered}" in page
    assert f"/tasks/{task.pk}/actions/{other}" not in page


def test_whoever_only_reads_is_not_offered_to_complete_a_task(ada: Actor, lee: Actor) -> None:
    task = a_task(ada)

    page = browser_of(lee).get(f"/tasks/{task.pk}").content.decode()

    assert task.subject in page
    assert "/actions/complete" not in page
