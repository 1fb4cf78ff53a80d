"""A relation is seen only by who may see both ends, for any policy: lists, counts, history, export, and the map."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.casting import Cast, a_contact, a_deal, a_relation, a_relation_type, an_account

from plexus.crm.relations.models import Relation
from plexus.crm.relations.queries.bonds import bonds_of
from plexus.crm.relations.queries.surroundings import surroundings
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries.history import history
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import write_export

RELATIONS = registry.standard().object("relations")
LEVELS = st.sampled_from(["none", "own", "team", "all"])


def policy(**reads: str) -> dict[str, dict[str, str]]:
    """Grants that read objects at these levels, and everything else freely."""
    rest = dict.fromkeys(("create", "update", "delete"), "all")
    return {"*": {"read": "all", **rest}, **{plural: {"read": read, **rest} for plural, read in reads.items()}}


@pytest.mark.parametrize("seed", range(2))
def test_no_door_tells_of_a_hidden_end(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    owners = (cast.ada, cast.ben, cast.cyd)
    pick = chance.choice
    people = [a_contact(pick(owners), full_name=f"Person {n}") for n in range(5)]
    firms = [an_account(pick(owners), name=f"Firm {n}") for n in range(4)]
    deals = [a_deal(pick(owners), name=f"Deal {n}") for n in range(3)]
    kind = a_relation_type(cast.root, name="refers", inverse_name="is referred by")
    pairs = {(pick([*people, *firms]).pk, pick([*people, *firms, *deals]).pk) for _each in range(16)}
    known = {row.pk: row for row in (*people, *firms, *deals)}
    made = [a_relation(cast.root, known[one], known[other], kind) for one, other in pairs if one != other]

    @settings(
        max_examples=6, deadline=None, derandomize=True, database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )  # fmt: skip
    @given(contacts=LEVELS, accounts=LEVELS, deals=LEVELS, asker=st.sampled_from([cast.ada, cast.cyd]))
    def agree(asker: Actor, **reads: str) -> None:
        actor = replace(asker, grants=policy(**reads))
        seen = {row.pk for row in known.values() if _reads(actor, reads, row)}
        expected = {each.pk for each in made if _ends(each) <= seen}
        with acting(actor):
            assert _listed(actor) == (expected, len(expected))
            assert _exported(actor) == {str(key) for key in expected}
            for each in made[:: len(made) // 5]:
                if each.pk in expected:
                    assert history(actor=actor, about=RELATIONS, record_id=each.pk).changes
                else:
                    with pytest.raises(NotFound):
                        history(actor=actor, about=RELATIONS, record_id=each.pk)
            for row in list(known.values())[::4]:
                _map_agrees(actor, row, seen, expected)

    agree()


def _ends(relation: Relation) -> set[UUID]:
    return {end[1] for end in (relation.source, relation.target) if end}


def _reads(actor: Actor, reads: dict[str, str], row: Any) -> bool:
    level = reads[registry.standard().of_model(type(row)).plural]
    mine, ours = row.owner_id == actor.person_id, row.team_id == actor.team_id
    return bool({"none": False, "own": mine, "team": mine or ours, "all": True}[level])


def _listed(actor: Actor) -> tuple[set[UUID], int]:
    page = reading.read_page(actor, RELATIONS, reading.Asked(fields=("id",), limit=100))
    assert page.count is not None
    return {row["id"] for row in page.rows}, page.count.value


def _exported(actor: Actor) -> set[str]:
    out = io.BytesIO()
    write_export(actor, RELATIONS, Q(), Wanted("csv", fields=("id",)), out)
    return {row["id"] for row in csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")))}


def _map_agrees(actor: Actor, row: Any, seen: set[UUID], expected: set[UUID]) -> None:
    here = (registry.standard().of_model(type(row)).plural, row.pk)
    mine = {each.id for each in bonds_of(actor=actor, keys=[here], limit=100).rows}
    assert mine <= expected
    if row.pk not in seen:
        with pytest.raises(NotFound):
            surroundings(actor=actor, centre=here)
        return
    found = surroundings(actor=actor, centre=here, opened=[("accounts", key) for key in list(seen)[:3]])
    assert {key for _plural, key in found.facts} <= seen
    assert {each.id for each in found.bonds} <= expected
    assert mine <= {each.id for each in found.bonds}
    assert found.more_bonds == 0
