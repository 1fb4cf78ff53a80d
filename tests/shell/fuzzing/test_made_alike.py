"""Whatever a record is made with, every door makes the same one or refuses it alike; undo takes it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.casting import Cast, columns
from tests.conformance import making, tailored
from tests.shell.api.asking import Api
from tests.shell.fuzzing.setting import ALIKE, OBJECTS, STAMPS
from tests.shell.fuzzing.test_same_at_every_door import reasons, value

from plexus.kernel.actions.general import settable
from plexus.kernel.records.acting import acting
from plexus.kernel.schema.object import Object

pytestmark = [pytest.mark.slow]
KEY = "X1"
# What is of one record alone.
OWN = STAMPS | {"id", "created_at", "created_by_id"}


@pytest.mark.parametrize("plural", OBJECTS)
@ALIKE
@given(data=st.data())
def test_a_program_makes_one_and_many_alike(
    cast: Cast, world: dict[str, list[str]], plural: str, data: st.DataObject
) -> None:
    actor = data.draw(st.sampled_from([cast.root, cast.ada]))
    about = tailored.about(actor, plural)
    fields = settable(actor, about) or [about.fields["id"]]
    names = data.draw(st.lists(st.sampled_from(fields), min_size=1, max_size=2, unique_by=lambda each: each.name))
    said = {each.name: data.draw(value(each, world)) for each in names}
    api = Api(actor)
    with transaction.atomic():
        needed = {"name": "Lathe 10"} if plural == "machines" else making.needed(plural, cast.ada)
        key = {"external_id": KEY} if "external_id" in about.fields else {}
        ways = doors(plural, needed | key | said)
        found = {name: made(about, api, door) for name, door in ways.items()}
        transaction.set_rollback(True)

    assert [each for each in found.values() if each != found["one"]] == [], (said, found)


def doors(plural: str, given: dict[str, Any]) -> dict[str, Callable[[Api], Any]]:
    """The ways in which a program makes a record."""
    ways: dict[str, Callable[[Api], Any]] = {
        "one": lambda api: api.post(f"/{plural}", given),
        "batch": lambda api: api.post(f"/{plural}/batch", {"operations": [{"op": "create", "values": given}]}),
    }
    if given.get("external_id") == KEY:
        rest = {name: each for name, each in given.items() if name != "external_id"}
        ways["put"] = lambda api: api.put(f"/{plural}/by/external_id/{KEY}", rest)
    return ways


def made(about: Object, api: Api, door: Callable[[Api], Any]) -> Any:
    """The columns of what was made, or the reasons; what was made goes when it is taken back, if its maker may."""
    rows = about.rows(api.actor.workspace_id)
    with acting(api.actor):
        before = set(rows.values_list("pk", flat=True))
    with transaction.atomic():
        answer = door(api)
        assert answer.status_code < 500, answer.content
        fresh = among(rows, api, before)
        if fresh:
            told = api.post(f"/causes/{answer['Plexus-Cause']}/undo").json()
            kept = among(rows.filter(deleted_at=None), api, before)
            assert not kept or {each["reason"] for each in told["refused"]} == {"not_allowed"}, told
        transaction.set_rollback(True)
    return fresh or reasons(answer)


def among(rows: Any, api: Api, before: set[Any]) -> list[dict[str, Any]]:
    """What was made meanwhile."""
    with acting(api.actor):
        found = [columns(row) for row in rows.all() if row.pk not in before]
    return [{name: each for name, each in row.items() if name not in OWN} for row in found]
