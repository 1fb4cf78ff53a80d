"""Identifiers sort by age."""

from __future__ import annotations

from uuid import UUID

from plexus.kernel.values.uuid7 import new_id


def test_ids_are_version_seven_and_sort_by_age() -> None:
    made = [new_id() for _ in range(1000)]

    assert {(type(one), one.version) for one in made} == {(UUID, 7)}
    assert made == sorted(made)
    assert len(set(made)) == 1000
