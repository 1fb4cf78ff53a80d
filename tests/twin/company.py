"""A firm in the product and its twin: who works there, what is drawn for them, and what they see at each door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from tests.twin import founding
from tests.twin.doors import OBJECTS, WORDS, Doors
from tests.twin.firm import LEVELS, TRASHED, VERBS, Person, State
from tests.twin.kinds import CUSTOM, OPPOSITES, Kind
from tests.twin.outlets import acting_anybody

from plexus.kernel.identity.models import Role
from plexus.kernel.journal.models import Change

MOST_RECORDS = 10
NOT_FILTERED = frozenset({"owner", "team"})
ROLES = st.fixed_dictionaries({verb: st.sampled_from((*LEVELS, "all", "all", "all")) for verb in VERBS})
RIGHTS = ("hidden", "read_only", "full")
draws = st.data()


class Company(RuleBasedStateMachine):
    """One firm, its people's programs, and the twin that foresees each answer."""

    met: ClassVar[Counter[str]] = Counter()

    @initialize(data=draws, number=st.integers(0, 2**16))
    def found(self, data: st.DataObject, number: int) -> None:
        """Not the simplest firm of all, with which Hypothesis begins: whoever does one thing only tells nothing."""
        assume(number)
        more = st.sets(st.sampled_from([each for each in CUSTOM if "reference" not in each]), min_size=2, max_size=4)
        kinds = {
            "accounts": sorted({"file", *data.draw(more, "accounts")}),
            "machines": ["reference", "references", *sorted({"file", *data.draw(more, "machines")})],
        }
        self.firm, self.apis, self.workspace = founding.founded(kinds)
        self.firm.look_up = self._look_up
        self.sent = founding.sent_ahead(self.apis[self.root.id])
        self.moments: list[Any] = []
        self.doors = Doors(self.firm, self.apis, self.workspace, self.moments)
        self.undos: list[str] = []
        self.retyped: dict[str, tuple[str, str, str, str]] = {}
        for who in self.firm.people.values():
            if not who.administers:
                self._new_role(who, data)
        self._first_records(data)

    def _first_records(self, data: st.DataObject) -> None:
        """A few records of different people, so that there is something to be kept from somebody."""
        people = list(self.firm.people.values())
        for plural in OBJECTS:
            owners = data.draw(st.lists(st.sampled_from([_Named(each) for each in people]), min_size=2, max_size=3))
            rows = [
                {"name": data.draw(st.sampled_from(founding.NAMED), "name"), "owner": each.person.id} for each in owners
            ]
            operations = [{"op": "create", "values": each} for each in rows]
            answer = self.apis[self.root.id].post(f"/{plural}/batch", {"operations": operations})
            made = [each["id"] for each in answer.json()["results"]]
            self._note(self.root, answer, partial(self._came, plural, dict(zip(made, rows, strict=True))))

    def _came(self, plural: str, rows: dict[str, State], cause: str) -> None:
        for key, values in rows.items():
            new = dict.fromkeys(self.firm.columns[plural]) | {TRASHED: False} | self.firm.owned(values["owner"])
            self.firm.put(cause, key, new | values, plural=plural)

    # Drawing

    @property
    def root(self) -> Person:
        return next(each for each in self.firm.people.values() if each.administers)

    def somebody(self, data: st.DataObject) -> Person:
        everybody = [_Named(each) for each in self.firm.people.values()]
        person: Person = data.draw(st.sampled_from((everybody[0], *everybody)), "who").person
        return person

    def some_object(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(OBJECTS), "object")

    def some_record(self, data: st.DataObject, *, trashed: bool = False) -> str:
        keys = [key for key, each in self.firm.records.items() if bool(each[TRASHED]) is trashed]
        return keys[data.draw(st.integers(0, len(keys) - 1), "record")]

    def a_value(self, data: st.DataObject, kind: Kind) -> Any:
        accounts = self.firm.live("accounts")
        if kind.key == "reference":
            return accounts[data.draw(st.integers(0, len(accounts) - 1), "target")] if accounts else None
        if kind.key == "references":
            places = data.draw(st.sets(st.integers(0, len(accounts) - 1), max_size=2), "targets") if accounts else set()
            return [accounts[each] for each in sorted(places)] or None
        return self.as_sent(kind, data.draw(st.sampled_from((*kind.values, None)), kind.key))

    def as_sent(self, kind: Kind, value: Any) -> Any:
        """A value as a door is told it: a file by its upload."""
        return self.sent[value] if kind.key == "file" and value else value

    def _look_up(self, key: str, name: str) -> dict[str, str]:
        told = self.apis[self.root.id].get(f"/{self.firm.objects[key]}/{key}").json()
        return dict(told[name])

    def a_field(self, data: st.DataObject, plural: str, *, written: bool = False) -> str:
        names = [
            name for name, each in self.firm.columns[plural].items()
            if name not in NOT_FILTERED and not (written and each.reads)
        ]  # fmt: skip
        return data.draw(st.sampled_from(names), "field")

    def a_field_to_probe(self, data: st.DataObject, who: Person, plural: str) -> str:
        """A field to ask a door about: half of the time one that is hidden from the person, where there is any."""
        hidden = [
            name for name in self.firm.columns[plural]
            if name not in NOT_FILTERED and self.firm.right(who, plural, name) == "hidden"
        ]  # fmt: skip
        probing = data.draw(st.integers(0, 1), "hidden") if hidden else 0
        if probing:
            return str(data.draw(st.sampled_from(hidden), "hidden field"))
        return self.a_field(data, plural)

    def some_values(self, data: st.DataObject, who: Person, plural: str) -> State:
        """Values mostly of fields that the person may set; now and then of one that he may not."""
        chosen = {self.a_field(data, plural, written=True) for _each in range(data.draw(st.integers(1, 3), "fields"))}
        if data.draw(st.integers(0, 4), "careful"):
            chosen = {name for name in chosen if self.firm.writes(who, plural, name)}
        return {name: self.a_value(data, self.firm.columns[plural][name].kind) for name in sorted(chosen)}

    # Rights

    def _new_role(self, who: Person, data: st.DataObject) -> None:
        who.grants = {name: data.draw(ROLES, f"{who.name} {name}") for name in ("accounts", "machines", "*")}
        who.fields = {plural: self._field_rights(data, plural) for plural in OBJECTS}
        self._give(who)

    def _give(self, who: Person) -> None:
        """Let the product know what the twin's person may."""
        with acting_anybody(self.workspace):
            role = Role.objects.filter(workspace_id=self.workspace, key=f"of-{who.name}")
            role.update(grants=who.grants, fields=who.fields)

    def _field_rights(self, data: st.DataObject, plural: str) -> dict[str, str]:
        names = st.sampled_from(list(self.firm.columns[plural]))
        return data.draw(st.dictionaries(names, st.sampled_from(RIGHTS), max_size=3), f"fields of {plural}")

    def _fit(self, who: Person, plural: str, values: State) -> bool:
        """Whether a person may set these fields, and reads what they refer to."""
        if not all(self.firm.writes(who, plural, name) for name in values):
            return False
        named = [each for each in ("c_reference", "c_references") if values.get(each)]
        targets = [key for name in named for key in ([values[name]] if name == "c_reference" else values[name])]
        return all(self.firm.may(who, "read", key) and not self.firm.records[key][TRASHED] for key in targets)

    # Keeping the twin in step

    def _note(self, who: Person, answer: Any, work: Callable[[str], Any]) -> None:
        """Let the twin do what the product did, and remember the moment."""
        cause = answer if isinstance(answer, str) else answer["Plexus-Cause"]
        before = len(self.firm.lines)
        work(cause)
        if len(self.firm.lines) == before:
            return
        self.firm.causes[cause] = who.id
        with acting_anybody(self.workspace):
            changes = Change.objects.filter(workspace_id=self.workspace, object__in=OBJECTS).order_by("-id")
            at = changes.values_list("at", flat=True).first()
        if at and (not self.moments or at > self.moments[-1][0]):
            self.moments.append((at, {key: dict(each) for key, each in self.firm.records.items()}))

    # Looking

    def _look(self, data: st.DataObject, who: Person) -> None:
        """The lists of whoever acted, and one of the other doors of somebody."""
        self.doors.lists(who)
        other = self.somebody(data)
        self._doors(data, other, data.draw(st.integers(0, 6), "door"))

    @rule(data=draws)
    def look_through_every_door(self, data: st.DataObject) -> None:
        who = self.somebody(data)
        self.doors.lists(who)
        for door in range(7):
            self._doors(data, who, door)

    def _doors(self, data: st.DataObject, who: Person, door: int) -> None:
        plural = self.some_object(data)
        match door:
            case 0:
                self._sorted(data, who, plural)
            case 1:
                self._filtered(data, who, plural)
            case 2:
                self.doors.search(who, plural, data.draw(st.sampled_from(sorted(WORDS)), "words"))
            case 3:
                self._figures(data, who, plural)
            case 4 if self.firm.records:
                key = list(self.firm.records)[data.draw(st.integers(0, len(self.firm.records) - 1), "told")]
                self.doors.history(who, key)
                self.doors.record(who, key)
            case 5 if self.moments:
                self.doors.then(who, plural, data.draw(st.integers(0, len(self.moments) - 1), "moment"))
            case _:
                self.doors.feed(who)
                self.doors.export(who, plural)

    def _sorted(self, data: st.DataObject, who: Person, plural: str) -> None:
        name = self.a_field_to_probe(data, who, plural)
        if self.firm.columns[plural][name].kind.key != "reference":
            limit = data.draw(st.sampled_from((2, 200)), "limit")
            self.doors.sort(who, plural, name, descending=data.draw(st.booleans(), "descending"), limit=limit)

    def _filtered(self, data: st.DataObject, who: Person, plural: str) -> None:
        name = self.a_field_to_probe(data, who, plural)
        kind = self.firm.columns[plural][name].kind
        op = data.draw(st.sampled_from(kind.operators), "op")
        operand = self._operand(data, kind, op)
        if operand is not None or OPPOSITES.get(op, op) == "not_empty" or op == "not_empty":
            self.doors.filter(who, plural, name, op, operand)

    def _operand(self, data: st.DataObject, kind: Kind, op: str) -> Any:
        def one() -> Any:
            accounts = self.firm.of("accounts")
            if "reference" in kind.key:
                return accounts[data.draw(st.integers(0, len(accounts) - 1), "operand")] if accounts else None
            value = data.draw(st.sampled_from(kind.values), "operand")
            value = value[0] if kind.several else value
            return value["amount"] if isinstance(value, dict) else value

        if op in {"in", "not_in", "between"}:
            pair = [one(), one()]
            return None if None in pair else pair
        return one()

    def _figures(self, data: st.DataObject, who: Person, plural: str) -> None:
        names = [name for name, each in self.firm.columns[plural].items() if each.kind.grouped and each.kind.sortable]
        names = [name for name in names if name not in {"c_long_text", "name"}]
        group, measured = (data.draw(st.sampled_from(names), part) for part in ("group", "measured"))
        self.doors.figures(who, plural, group, measured)

    def teardown(self) -> None:
        """In the end everybody looks at everything."""
        if not hasattr(self, "doors"):
            return
        for who in self.firm.people.values():
            self.doors.lists(who)
            self.doors.feed(who)
            for key in self.firm.records:
                self.doors.history(who, key)
            for moment in range(0, len(self.moments), 3):
                self.doors.then(who, OBJECTS[moment % 2], moment)


class _Named:
    """A person whom Hypothesis calls by name."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def __repr__(self) -> str:
        return self.person.name
