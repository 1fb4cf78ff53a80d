"""Any work, undo and redo, step by step against a twin: every field now, at every moment, and in the history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.kernel.records.twin import EMPTY, TRASHED, Disagreement, Line, Records, State, Twin, shown

from plexus.crm.customers.models import Account
from plexus.kernel.identity.actions.founding import found_workspace
from plexus.kernel.identity.actor import Actor, system
from plexus.kernel.journal.causing import causing
from plexus.kernel.journal.models import Change
from plexus.kernel.query import filtering
from plexus.kernel.records import bulk, changing, reading, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.fetching.counting import Count
from plexus.kernel.records.queries.history import history
from plexus.kernel.records.queries.past import as_of
from plexus.kernel.records.reading import Asked
from plexus.kernel.records.travelling import travelling
from plexus.kernel.records.undo.outcome import Contested
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import EVERY_TYPE
from plexus.kernel.schema.field_types.number import Amount
from plexus.kernel.schema.object import Object
from plexus.kernel.values.uuid7 import new_id

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CUSTOM = {"c_grade": "text", "c_tier": "integer"}
MOST_RECORDS = 4

revenues = st.builds(
    lambda amount, currency: {"annual_revenue": amount, "currency": currency},
    st.sampled_from([None, Decimal("0.1000"), Decimal("-99999999999999.9999")]),
    st.sampled_from(["CNY", "USD"]),
)
# Few values for few records, so that the same ones meet again and again.
plain = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Acme", "acme", '恒通 "&" <Sons>']),
        "city": st.sampled_from(["", "Wuxi", "上海", "O'Hara \\"]),
        "employees": st.sampled_from([None, 0, 7]),
        "tags": st.sampled_from([[], ["a"], ["b", "a"]]),
        "c_grade": st.sampled_from(["", "a", "b"]),
        "c_tier": st.sampled_from([None, 1]),
    },
)
values = st.one_of(plain, st.builds(lambda one, other: one | other, plain, revenues)).filter(bool)
which = st.integers(0, MOST_RECORDS - 1)
several = st.sets(which, min_size=1)
parts = st.lists(st.tuples(which, values), min_size=2, max_size=3)


class Company(RuleBasedStateMachine):
    """One firm's accounts, worked on by somebody with every right, beside their twin."""

    about: ClassVar[Object]
    met: ClassVar[Counter[str]]

    @initialize()
    def found(self) -> None:
        self.actor: Actor = system(found_workspace(slug=f"w{new_id().hex}", name="Twin").pk, currency="CNY")
        self.twin = Twin()
        self.now = START

    @contextmanager
    def caused(self) -> Iterator[UUID]:
        """One transaction under one cause, a minute after the last."""
        self.now += timedelta(minutes=1)
        with acting(self.actor):
            with causing(actor=self.actor, action="test") as cause:
                yield cause
            self.remember()

    def remember(self) -> None:
        """The moment of the last change, which as-of must still include, with how everything stands."""
        changes = Change.objects.filter(workspace_id=self.actor.workspace_id)
        at = changes.order_by("-id").values_list("at", flat=True).first()
        if at and (not self.twin.moments or at > self.twin.moments[-1][0]):
            self.twin.moments.append((at, dict(self.twin.records)))

    def pick(self, index: int, *, trashed: bool = False) -> UUID:
        keys = self.twin.keys(trashed=trashed)
        return keys[index % len(keys)]

    def picked(self, indexes: set[int], *, trashed: bool = False) -> list[UUID]:
        """The records that some numbers mean, each once and in the order they came, however their ids fall."""
        meant = {self.pick(each, trashed=trashed) for each in indexes}
        return [key for key in self.twin.records if key in meant]

    def has_live(self) -> bool:
        return bool(self.twin.keys(trashed=False))

    def has_trashed(self) -> bool:
        return bool(self.twin.keys(trashed=True))

    @precondition(lambda self: len(self.twin.records) < MOST_RECORDS)
    @rule(given=values)
    def create(self, given: State) -> None:
        with self.caused() as cause:
            self._create(cause, given)

    @precondition(has_live)
    @rule(index=which, given=values)
    def update(self, index: int, given: State) -> None:
        with self.caused() as cause:
            self._update(cause, self.pick(index), given)

    @precondition(has_live)
    @rule(indexes=several, given=values)
    def update_many(self, indexes: set[int], given: State) -> None:
        keys = self.picked(indexes)
        was = dict(self.twin.records)
        with self.caused() as cause:
            done = bulk.change_many(actor=self.actor, about=self.about, rows=keys, values=_entered(given), now=self.now)
            for key in keys:
                self.twin.put(cause, key, given)
        changed = sum(was[key] != self.twin.records[key] for key in keys)
        assert (done.changed, done.unchanged, done.refused_count) == (changed, len(keys) - changed, 0)

    @precondition(has_live)
    @rule(work=parts, born=st.booleans())
    def do_several_things_at_once(self, work: list[tuple[int, State]], born: bool) -> None:
        with self.caused() as cause:
            if born and len(self.twin.records) < MOST_RECORDS:
                work = [(len(self.twin.keys(trashed=False)), each) for _index, each in work]
                self._create(cause, work[0][1])
            for index, given in work:
                self._update(cause, self.pick(index), given)

    @precondition(has_live)
    @rule(indexes=several, one=st.booleans())
    def trash(self, indexes: set[int], one: bool) -> None:
        self._move(self.picked(indexes), one=one, trashed=True)

    @precondition(has_trashed)
    @rule(indexes=several, one=st.booleans())
    def restore(self, indexes: set[int], one: bool) -> None:
        self._move(self.picked(indexes, trashed=True), one=one, trashed=False)

    @precondition(lambda self: self.twin.lines)
    @rule(back=st.integers(0, 5))
    def undo(self, back: int) -> None:
        causes = self.twin.causes()[::-1]
        cause = causes[back % len(causes)]
        self._undo(self.twin.of(cause), cause_id=cause)

    @precondition(lambda self: self.contested)
    @rule(back=st.integers(0, 5))
    def undo_what_others_changed_since(self, back: int) -> None:
        causes = list(self.contested)
        cause = causes[-1 - back % len(causes)]
        self._undo(self.twin.of(cause), cause_id=cause)

    @precondition(lambda self: self.contested)
    @rule(back=st.integers(0, 5), data=st.data(), force=st.booleans())
    def undo_and_decide(self, back: int, data: st.DataObject, force: bool) -> None:
        causes = list(self.contested)
        cause = causes[back % len(causes)]
        decided = set() if force else data.draw(st.sets(st.sampled_from(self.contested[cause]), min_size=1))
        self.met["forced" if force else "decided"] += 1
        self._undo(self.twin.of(cause), decided=decided, force=force, cause_id=cause)

    @precondition(lambda self: self.twin.lines)
    @rule(back=st.integers(0, 8))
    def undo_one_change(self, back: int) -> None:
        line = self.twin.lines[-1 - back % len(self.twin.lines)]
        alike = [each for each in self.twin.of(line.cause) if each.key == line.key]
        with acting(self.actor):
            changes = Change.objects.filter(cause_id=line.cause, record_id=line.key).order_by("id")
            ids = list(changes.values_list("pk", flat=True))
        assert len(ids) == len(alike)
        self._undo([line], change_id=ids[[each is line for each in alike].index(True)])

    @precondition(lambda self: any(self.twin.of(each) for each in self.twin.undos))
    @rule(back=st.integers(0, 2))
    def redo(self, back: int) -> None:
        causes = [each for each in self.twin.undos if self.twin.of(each)][::-1]
        cause = causes[back % len(causes)]
        self.met["redone"] += 1
        self._undo(self.twin.of(cause), cause_id=cause)

    @property
    def contested(self) -> dict[UUID, list[tuple[UUID, str]]]:
        """The causes of which somebody has changed something since, newest first, and what of it."""
        causes = reversed(self.twin.causes())
        against = {each: self.twin.undo(self.twin.of(each), self.now, (), force=False)[1] for each in causes}
        return {cause: [(each.key, each.field) for each in found] for cause, found in against.items() if found}

    @invariant()
    def everything_stands_as_the_twin_says(self) -> None:
        with acting(self.actor):
            rows = Account.objects.filter(workspace_id=self.actor.workspace_id)
            columns = [name for name in EMPTY if name not in CUSTOM]
            found = {row.pk: {name: getattr(row, name) for name in columns} | _custom(row.custom) for row in rows}
        assert found == self.twin.records

    def teardown(self) -> None:
        if not hasattr(self, "twin"):
            return
        with acting(self.actor):
            keys = list(self.twin.records)
            for place, (at, then) in enumerate([*self._beginning(), *self.twin.moments]):
                for key in keys[place % 2 :: 2]:
                    self._assert_stood(key, at, then.get(key))
                self._assert_listed(at, then)
            for key in keys:
                self._assert_told(key)

    def _beginning(self) -> list[tuple[datetime, Records]]:
        """Just before the first change, when there was nothing."""
        return [(at - timedelta(microseconds=1), {}) for at, _then in self.twin.moments[:1]]

    def _assert_stood(self, key: UUID, at: datetime, state: State | None) -> None:
        then = as_of(about=self.about, record_id=key, at=at, actor=self.actor)
        assert then.existed is (state is not None)
        if state is not None:
            assert {name: then.values[name] for name in shown(state)} == shown(state)
            assert then.trashed is bool(state[TRASHED])

    def _assert_listed(self, at: datetime, then: Records) -> None:
        """The list of then: every value, outside the trash and in it, filtered, sorted and counted."""
        with travelling(self.actor, at) as seer:
            for trashed in (False, True):
                asked = Asked(fields=("id", *shown(EMPTY)), sort="-employees,name", trashed=trashed)
                page = reading.read_page(seer, self.about, asked)
                alike = {key: each for key, each in then.items() if bool(each[TRASHED]) is trashed}
                assert {row["id"]: {name: row[name] for name in shown(EMPTY)} for row in page.rows} == {
                    key: shown(each) for key, each in alike.items()
                }
                assert [row["employees"] for row in page.rows] == sorted(
                    (row["employees"] for row in page.rows), key=lambda each: (each is None, -(each or 0))
                )
                assert page.count == Count(len(alike), exact=True)
            for name, value in (("city", "Wuxi"), ("c_grade", "a"), ("c_tier", 1)):
                wanted = filtering.from_document(
                    {"field": name, "op": "eq", "value": value}, about=self.about, actor=seer, now=self.now
                )
                page = reading.read_page(seer, self.about, Asked(condition=wanted, fields=("id",)))
                assert {row["id"] for row in page.rows} == {
                    key for key, each in then.items() if not each[TRASHED] and each[name] == value
                }

    def _assert_told(self, key: UUID) -> None:
        lines = [each for each in self.twin.lines if each.key == key][::-1]
        told = history(actor=self.actor, about=self.about, record_id=key, limit=1000).changes
        assert [(each.cause_id, str(each.became)) for each in told] == [(each.cause, each.became) for each in lines]
        for change, line in zip(told, lines, strict=True):
            found = {each.field.name: each.values for each in change.fields if each.field.name in shown(EMPTY)}
            assert _plain(found) == _plain(line.told)

    def _create(self, cause: UUID, given: State) -> None:
        values = {"name": EMPTY["name"]} | _entered(given)
        row = changing.create(actor=self.actor, about=self.about, values=values, now=self.now)
        self.twin.put(cause, row.pk, given)

    def _update(self, cause: UUID, key: UUID, given: State) -> None:
        changing.update(actor=self.actor, about=self.about, record_id=key, values=_entered(given), now=self.now)
        self.twin.put(cause, key, given)

    def _move(self, keys: list[UUID], *, one: bool, trashed: bool) -> None:
        asked: dict[str, Any] = {"actor": self.actor, "about": self.about}
        with self.caused() as cause:
            if one:
                keys = keys[:1]
                (changing.trash if trashed else changing.restore)(**asked, record_id=keys[0], now=self.now)
            else:
                (bulk.trash_many if trashed else bulk.restore_many)(**asked, rows=keys, now=self.now)
            for key in keys:
                self.twin.put(cause, key, {TRASHED: self.now if trashed else None})

    def _undo(
        self,
        lines: list[Line],
        *,
        decided: Collection[tuple[UUID, str]] = (),
        force: bool = False,
        **named: Any,
    ) -> None:
        """Undo, as a preview first where one decides; both must tell what the twin foresees."""
        self.now += timedelta(minutes=1)
        back, against = self.twin.undo(lines, self.now, decided, force=force)
        run = undoing.undo_change if "change_id" in named else undoing.undo_cause
        asked = {"actor": self.actor, "now": self.now, "resolve": decided, "force": force, **named}
        with acting(self.actor):
            previews = [run(**asked, preview=True)] if decided or force else []
            result = run(**asked)
            assert result.cause_id is not None
            for key in back:
                self.twin.put(result.cause_id, key, back[key])
            self.remember()
        for each in (*previews, result):
            assert (each.records, each.blocked, each.refused_count) == (
                {self.about.plural: len(back)} if back else {}, [], 0
            )  # fmt: skip
            assert _by_place(map(_disagreement, each.conflicts)) == _by_place(against)
            assert each.conflict_count == len(against)
        self.twin.undos.append(result.cause_id)
        self._count(lines, back, against)

    def _count(self, lines: list[Line], back: Mapping[UUID, State], against: list[Disagreement]) -> None:
        self.met["conflict"] += bool(against)
        self.met["conflict of a created record"] += any(each.created for each in against)
        self.met["conflict beside what goes back"] += bool(against) and bool(back)
        for each in lines:
            self.met[f"{each.became} undone"] += each.key in back


def _entered(given: State) -> State:
    """What a door would receive: an amount with its currency in one."""
    entered = {name: each for name, each in given.items() if name not in {"annual_revenue", "currency"}}
    if "annual_revenue" in given:
        entered["currency"] = given["currency"]
        entered["annual_revenue"] = given["annual_revenue"]
    return entered


def _custom(held: Mapping[str, Any]) -> State:
    return {name: held.get(name, EMPTY[name]) for name in CUSTOM}


def _plain(fields: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """Changes of fields without those from one emptiness to another."""
    plain = {name: (_filled(name, before), _filled(name, after)) for name, (before, after) in fields.items()}
    return {name: (before, after) for name, (before, after) in plain.items() if before != after}


def _filled(field: str, value: Any) -> Any:
    """A value, or None for any emptiness; zero is a number of employees."""
    return value if field == "employees" else value or None


def _disagreement(told: Contested) -> Disagreement:
    before, after, now = (_told(told.field, each) for each in (told.before, told.after, told.now))
    return Disagreement(told.record_id, told.field, before, after, now, told.created)


def _told(field: str, value: Any) -> Any:
    """A value of a disagreement as the twin holds it; no field shows when something went to the trash."""
    if field == TRASHED:
        return value and datetime.fromisoformat(value)
    return value.amount if isinstance(value, Amount) else value


def _by_place(found: Iterable[Disagreement]) -> list[tuple[Any, ...]]:
    return sorted(
        (
            each.key,
            each.field,
            *(_filled(each.field, side) for side in (each.before, each.after, each.now)),
            each.created,
        )
        for each in found
    )


def test_undo_and_the_past_agree_with_a_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = (Field(name, EVERY_TYPE[kind], name, custom=True) for name, kind in CUSTOM.items())
    Company.about = registry.standard().object("accounts").with_fields(*fields)
    Company.met = Counter()
    schema = registry.standard().having(Company.about)
    monkeypatch.setattr(registry, "of", lambda _workspace_id: schema)

    # The same work at each run, so that what fails can be run again; to shrink it would take minutes.
    bounds = settings(max_examples=20, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck))
    repeated = settings(bounds, derandomize=True, database=None, phases=[Phase.generate])
    run_state_machine_as_test(Company, settings=repeated)

    situations = {
        "created undone", "changed undone", "trashed undone", "restored undone", "redone", "decided", "forced",
        "conflict", "conflict of a created record", "conflict beside what goes back",
    }  # fmt: skip
    assert situations - {name for name, times in Company.met.items() if times} == set()
