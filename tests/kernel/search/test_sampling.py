"""What very many records have is found by a sample of them, and what few have by the index as ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from tests.architecture import catalog
from tests.casting import Cast

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.search.queries import finding

MANY, FEW = 20_000, 60
# The few stand scattered among the many: a sample is of whole pages, and on one page they would be many.
FILL = """
INSERT INTO search_entry (record_id, workspace_id, object, title, weight, tokens, keys)
SELECT gen_random_uuid(), %s, 'accounts', title, 1, search_tokens(title, right(%s::text, 4)), '' FROM (
    SELECT g AS place, 'Depot ' || g AS title FROM generate_series(1, %s) g
    UNION ALL SELECT g * %s, 'Foundry ' || g FROM generate_series(1, %s) g
) named ORDER BY place
"""


@pytest.fixture(autouse=True)
def _firm(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Very many with one word, some with another; what counts as very many is less than in earnest."""
    monkeypatch.setattr(finding, "MANY", 10_000)
    own = cast.root.workspace_id
    with catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute(FILL, [own, own, MANY, MANY // FEW, FEW])
        cursor.execute("ANALYZE search_entry")


def steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All steps of a plan that were taken."""
    if plan["Actual Loops"]:
        yield plan
    for each in plan.get("Plans", ()):
        yield from steps(each)


def found(actor: Actor, text: str, limit: int = 20) -> tuple[list[str], list[dict[str, Any]]]:
    """The names that a text finds, and the steps that were taken for it."""
    taken: list[dict[str, Any]] = []

    def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "search_visible" in sql:
            execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params, False, context)
            taken.extend(steps(context["cursor"].fetchone()[0][0]["Plan"]))
        return execute(sql, params, many, context)

    with acting(actor), connection.execute_wrapper(explained):
        return [hit.title for hit in finding.find(actor=actor, text=text, limit=limit)], taken


def indexed(taken: list[dict[str, Any]]) -> float:
    """How many entries the index of words gave."""
    return sum(float(each["Actual Rows"]) for each in taken if each.get("Index Name") == "search_entry_tokens")


@pytest.mark.parametrize("text", ["depot", "dep", "d"])
def test_of_what_very_many_have_the_index_is_not_asked_for_all(cast: Cast, text: str) -> None:
    names, taken = found(cast.root, text)

    assert len(set(names)) == 20
    assert all(each.startswith("Depot ") for each in names)
    assert indexed(taken) == 0
    assert sum(each["Actual Rows"] for each in taken if each["Node Type"] == "Sample Scan") < 1_500


def test_what_few_have_is_found_by_the_index_and_each_once(cast: Cast) -> None:
    names, taken = found(cast.root, "foundry", limit=200)

    assert sorted(names) == sorted(f"Foundry {each}" for each in range(1, FEW + 1))
    assert 0 < indexed(taken) < MANY / 10
    # At a glance some are seen, and too few to look into the sample.
    assert sum(each["Actual Rows"] for each in taken if each["Node Type"] == "Sample Scan") < finding.HAVING


def test_what_the_sample_gave_is_not_found_again_by_the_index(cast: Cast) -> None:
    names, _taken = found(cast.root, "depot", limit=MANY)

    assert sorted(names) == sorted(f"Depot {each}" for each in range(1, MANY + 1))


def test_the_sample_shows_nothing_of_another_workspace(cast: Cast) -> None:
    names, _taken = found(cast.eve, "depot")

    assert names == []
