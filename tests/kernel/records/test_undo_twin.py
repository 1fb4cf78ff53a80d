"""Random work and random undo, against a twin in Python: every field, at every moment, in two workspaces at once."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plexus.kernel.identity.actions.founding import found_workspace
from plexus.kernel.identity.actor import Actor, system
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import bulk, changing, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries.past import as_of
from plexus.kernel.schema import registry
from plexus.kernel.values.uuid7 import new_id

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ACCOUNTS = "accounts"
FIELDS = ("name", "city", "employees", "annual_revenue", "tags", "description", "deleted_at")

amounts = st.one_of(
    st.none(),
    st.decimals(min_value=Decimal("-99999999999999.9999"), max_value=Decimal("99999999999999.9999"), places=4),
)
values = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Acme", "acme", "恒通", 'O\'Hara "&" <Sons>']),
        "city": st.sampled_from(["", "Wuxi", "上海"]),
        "employees": st.one_of(st.none(), st.integers(0, 2)),
        "annual_revenue": amounts,
        "tags": st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=2),
        "description": st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=5).map(str.strip),
    },
)
who = st.integers(0, 3)
steps = st.one_of(
    st.tuples(st.just("create"), who, values),
    st.tuples(st.just("update"), who, values),
    st.tuples(st.just("all"), who, values),
    st.tuples(st.just("trash"), who, values),
    st.tuples(st.just("restore"), who, values),
    st.tuples(st.just("undo"), st.integers(0, 20), values),
    st.tuples(st.just("undo"), st.integers(0, 20), values),
)

State = dict[str, Any]
Delta = dict[UUID, tuple[State | None, State]]


@dataclass
class Twin:
    """What the records of a workspace should hold, and what each cause did to them."""

    actor: Actor
    records: dict[UUID, State] = field(default_factory=dict)
    causes: list[tuple[UUID, Delta]] = field(default_factory=list)
    moments: list[tuple[datetime, dict[UUID, State]]] = field(default_factory=list)

    def live(self, index: int, *, trashed: bool = False) -> UUID | None:
        keys = [key for key, each in self.records.items() if bool(each["deleted_at"]) is trashed]
        return keys[index % len(keys)] if keys else None

    def note(self, cause_id: UUID | None, was: dict[UUID, State]) -> None:
        """Remember what a cause changed, and how everything stands now."""
        delta: Delta = {
            key: (was.get(key), copy.deepcopy(now)) for key, now in self.records.items() if was.get(key) != now
        }
        if cause_id and delta:
            self.causes.append((cause_id, delta))
        self.moments.append((_clock(), copy.deepcopy(self.records)))

    def undo(self, delta: Delta, now: datetime) -> int:
        """Take a delta back as undo should; gives the number of conflicts."""
        conflicts = 0
        for key, (before, after) in delta.items():
            state = self.records[key]
            theirs = [name for name in FIELDS if state[name] != after[name]]
            if before is None:
                if not state["deleted_at"]:
                    conflicts += len(theirs)
                    state["deleted_at"] = state["deleted_at"] if theirs else now
                continue
            for name in FIELDS:
                if before[name] == after[name] or state[name] == before[name]:
                    continue
                conflicts += name in theirs
                state[name] = state[name] if name in theirs else before[name]
        return conflicts


def _clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment


def _merged(state: State, given: State) -> State:
    revenue = {"annual_revenue": given["annual_revenue"]} if "annual_revenue" in given else {}
    return state | given | revenue


EMPTY: State = {
    "name": "Acme", "city": "", "employees": None, "annual_revenue": None, "tags": [], "description": "",
    "deleted_at": None,
}  # fmt: skip


def _step(twin: Twin, kind: str, index: int, given: State, now: datetime) -> None:
    about = registry.standard().object(ACCOUNTS)
    actor, was = twin.actor, copy.deepcopy(twin.records)
    cause_id: UUID | None = None
    with acting(actor), causing(actor=actor, action="test") as made:
        if kind == "create":
            row = changing.create(actor=actor, about=about, values={"name": "Acme"} | given, now=now)
            twin.records[row.pk] = _merged(EMPTY, given)
        elif kind == "all" and given:
            result = bulk.change_many(actor=actor, about=about, rows=list(twin.records), values=given, now=now)
            assert result.refused_count == sum(bool(each["deleted_at"]) for each in twin.records.values())
            for each in twin.records.values():
                if not each["deleted_at"]:
                    each.update(given)
        elif kind == "restore" and (key := twin.live(index, trashed=True)):
            changing.restore(actor=actor, about=about, record_id=key, now=now)
            twin.records[key]["deleted_at"] = None
        elif kind == "trash" and (key := twin.live(index)):
            changing.trash(actor=actor, about=about, record_id=key, now=now)
            twin.records[key]["deleted_at"] = now
        elif kind == "update" and (key := twin.live(index)):
            changing.update(actor=actor, about=about, record_id=key, values=given, now=now)
            twin.records[key] |= given
        cause_id = made
    twin.note(cause_id, was)


def _undo(twin: Twin, index: int, now: datetime) -> None:
    if not twin.causes:
        return
    cause_id, delta = twin.causes[index % len(twin.causes)]
    was = copy.deepcopy(twin.records)
    with acting(twin.actor):
        preview = undoing.undo_cause(actor=twin.actor, cause_id=cause_id, now=now, preview=True)
        result = undoing.undo_cause(actor=twin.actor, cause_id=cause_id, now=now)
    conflicts = twin.undo(delta, now)
    assert (result.conflict_count, result.blocked_count, result.refused_count) == (conflicts, 0, 0)
    assert (preview.records, preview.conflicts) == (result.records, result.conflicts)
    assert result.count == sum(was[key] != state for key, state in twin.records.items())
    twin.note(result.cause_id, was)


def _assert_as_twin(twin: Twin, at: datetime, expected: dict[UUID, State]) -> None:
    about = registry.standard().object(ACCOUNTS)
    with acting(twin.actor):
        for key in twin.records:
            then = as_of(about=about, record_id=key, at=at, actor=twin.actor)
            state = expected.get(key)
            assert then.existed is (state is not None)
            if state is None:
                continue
            revenue = then.values["annual_revenue"]
            found = {name: then.values[name] for name in FIELDS if name != "deleted_at"}
            found["annual_revenue"] = revenue and revenue.amount
            assert found == {name: value for name, value in state.items() if name != "deleted_at"}
            assert then.trashed is bool(state["deleted_at"])


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=st.lists(steps, min_size=3, max_size=14), second=st.lists(steps, max_size=4))
def test_undo_and_the_past_agree_with_a_twin(first: list[Any], second: list[Any]) -> None:
    twins = [Twin(system(found_workspace(slug=f"w{new_id().hex}", name="Twin").pk, currency="CNY")) for _ in range(2)]

    work = [(twins[0], step) for step in first] + [(twins[1], step) for step in second]
    for number, (twin, (kind, index, values)) in enumerate(work):
        now = START + timedelta(minutes=number)
        if kind == "undo":
            _undo(twin, index, now)
        else:
            _step(twin, kind, index, values, now)

    for twin in twins:
        for at, expected in twin.moments:
            _assert_as_twin(twin, at, expected)
