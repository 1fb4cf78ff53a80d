"""What random work seldom comes to is brought about, a corner at a time; the twin foresees it like all else."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RULE_MARKER, precondition, rule
from tests.twin.batching import Batching
from tests.twin.company import NOT_FILTERED, draws
from tests.twin.doors import WORDS, WORDS_OF_FILES
from tests.twin.firm import TRASHED, VERBS, Person, Share
from tests.twin.kinds import KINDS, Kind

EVERYTHING = dict.fromkeys(VERBS, "all")
OWN = dict.fromkeys(VERBS, "own")
FILE = "c_file"


class Machine(Batching):
    """A firm with all its steps."""

    def _worker(self, data: st.DataObject) -> Person:
        """Somebody who does not administer."""
        workers = [each for each in self.firm.people.values() if not each.administers]
        return workers[data.draw(st.integers(0, len(workers) - 1), "worker")]

    def _open(self, who: Person, plural: str, levels: dict[str, str], **fields: str) -> None:
        """Give somebody these rights to one object, and none but these kept fields."""
        who.grants = who.grants | {plural: dict(levels)}
        who.fields = who.fields | {plural: fields}
        self._give(who)

    def _a_live(self, data: st.DataObject, plural: str = "") -> str:
        keys = [key for key in self.firm.records if self._is_live(key) and plural in {"", self.firm.objects[key]}]
        return keys[data.draw(st.integers(0, len(keys) - 1), "live")]

    def _is_live(self, key: str) -> bool:
        return not self.firm.records[key][TRASHED]

    @staticmethod
    def _live(machine: Machine) -> bool:
        return any(machine._is_live(key) for key in machine.firm.records)

    # Looking where something is kept from somebody

    @rule(data=draws)
    @precondition(lambda self: self._live(self))
    def hide_a_field_that_is_filled(self, data: st.DataObject) -> None:
        """Whoever reads every record but not this field is asked for it at every door."""
        who, key = self._worker(data), self._a_live(data)
        plural = self.firm.objects[key]
        columns, held = self.firm.columns[plural], self.firm.records[key]
        name = data.draw(st.sampled_from(_filled(columns, held)), "hidden")
        self._open(who, plural, EVERYTHING, **{name: "hidden"})
        kind = columns[name].kind
        if kind.key != "reference":
            self.doors.sort(who, plural, name, descending=data.draw(st.booleans(), "descending"), limit=200)
        self.doors.filter(who, plural, name, "not_empty", None)
        self.doors.filter(who, plural, name, *self._comparison(kind, held[name]))
        self.doors.figures(who, plural, *self._figured(columns, name))
        for words in (each for each, names in WORDS.items() if held["name"] in names):
            self.doors.search(who, plural, words)
        for words in (each for each, paper in WORDS_OF_FILES.items() if paper == kind.said(held[name])):
            self.doors.search(who, plural, words)
        self.doors.history(who, key)
        self.doors.record(who, key)
        self.met["hidden"] += 1

    @rule(data=draws)
    @precondition(lambda self: self._holders())
    def keep_a_file_from_somebody(self, data: st.DataObject) -> None:
        """Whoever may read a file and put none asks for it at every door; so does he from whom it is hidden."""
        holders = self._holders()
        who, key = self._worker(data), holders[data.draw(st.integers(0, len(holders) - 1), "holder")]
        plural = self.firm.objects[key]
        self._open(who, "machines", EVERYTHING)
        self._open(who, "accounts", EVERYTHING)
        self._refer_to(key)
        own = self._put_a_file(data, who, key)
        replaced = self._put_a_file(data, self.root, key)
        for right in ("read_only", "hidden"):
            self._open(who, plural, EVERYTHING, **{FILE: right})
            self._ask_for_a_file(who, key)
            self._put_a_file(data, who, key)
        if own and replaced:
            self._undo(data, who, own, force=False)
        self.met["files kept"] += 1

    def _holders(self) -> list[str]:
        """The live records that hold a file, or might."""
        columns = {plural: each.get(FILE) for plural, each in self.firm.columns.items()}
        having = {plural for plural, each in columns.items() if each and each.kind.key == "file" and not each.retired}
        return [key for plural in sorted(having) for key in self.firm.live(plural)]

    def _refer_to(self, key: str) -> None:
        """Let a machine lead to it, where it is an account."""
        machines = self.firm.live("machines")
        if self.firm.objects[key] == "accounts" and machines:
            self._update(self.root, machines[0], {"c_reference": key})

    def _put_a_file(self, data: st.DataObject, who: Person, key: str) -> str:
        """Another file than the record holds, where the person may put any; the cause, if he may."""
        return self._update(who, key, dict([self._something_else(data, key, only=FILE)]))

    def _ask_for_a_file(self, who: Person, key: str) -> None:
        plural = self.firm.objects[key]
        paper = KINDS["file"].said(self.firm.records[key][FILE])
        self.doors.lists(who)
        self.doors.record(who, key)
        self.doors.history(who, key)
        self.doors.feed(who)
        self.doors.export(who, plural)
        self.doors.column(who, plural, FILE)
        for moment in range(len(self.moments))[-2:]:
            self.doors.then(who, plural, moment)
        self.doors.sort(who, plural, FILE, descending=False, limit=200)
        self.doors.filter(who, plural, FILE, "eq", paper)
        self.doors.filter(who, plural, FILE, "contains", paper[:3])
        self.doors.figures(who, plural, "external_id", FILE)
        for words in (each for each, name in WORDS_OF_FILES.items() if name == paper):
            self.doors.search(who, plural, words)
        self.doors.through(who, FILE if FILE in self.firm.columns["accounts"] else "name")

    def _comparison(self, kind: Kind, held: Any) -> tuple[str, Any]:
        if kind.several:
            return "contains", held[0]
        return "eq", held["amount"] if isinstance(held, dict) else kind.said(held)

    def _figured(self, columns: dict[str, Any], name: str) -> tuple[str, str]:
        """A group and what is counted in it, one of them this field."""
        groupable = columns[name].kind.grouped and columns[name].kind.sortable and name not in {"c_long_text", "name"}
        return (name, "external_id") if groupable else ("external_id", name)

    @rule(data=draws)
    @precondition(lambda self: self._live(self))
    def keep_to_oneself(self, data: st.DataObject) -> None:
        """Whoever reads but his own asks for a record of somebody else at every door."""
        key = self._a_live(data)
        plural = self.firm.objects[key]
        others = [each for each in self.firm.people.values() if self._is_stranger(each, key)]
        if not others:
            return
        who = others[data.draw(st.integers(0, len(others) - 1), "stranger")]
        self._open(who, plural, OWN)
        for words in (each for each, names in WORDS.items() if self.firm.records[key]["name"] in names):
            self.doors.search(who, plural, words)
        if plural == "accounts":
            self._refer_to(key)
            self._open(who, "machines", EVERYTHING)
            self.doors.export(who, "machines")
            self.doors.through(who, "name")
        self.doors.export(who, plural)
        self.doors.figures(who, plural, "external_id", "external_id")
        self.doors.feed(who)
        self.doors.history(who, key)
        self.doors.record(who, key)
        if self.moments:
            self.doors.then(who, plural, len(self.moments) - 1)
        if data.draw(st.booleans(), "trashed"):
            self._trash(self.root, key)
            self.doors.lists(who)
        self.met["kept"] += 1

    def _is_stranger(self, who: Person, key: str) -> bool:
        known = any(
            each.record == key and (each.person == who.id or each.team in who.above)
            for each in self.firm.shares.values()
        )
        return not who.administers and self.firm.records[key]["owner"] != who.id and not known

    # Writing at the edge of what one may

    @rule(data=draws)
    @precondition(lambda self: self._live(self))
    def change_what_one_was_let_in_to_read(self, data: st.DataObject) -> None:
        key = self._a_live(data)
        plural = self.firm.objects[key]
        strangers = [each for each in self.firm.people.values() if self._is_stranger(each, key)]
        if not strangers:
            return
        who = strangers[data.draw(st.integers(0, len(strangers) - 1), "let in")]
        self._open(who, plural, OWN)
        named = {"team": who.team} if data.draw(st.booleans(), "team") else {"person": who.id}
        answer = self.apis[self.root.id].post(f"/{plural}/{key}/shares", {**named, "right": "read"})
        assert answer.status_code in {200, 201}, answer.content
        person, with_team = named.get("person"), named.get("team")
        self.firm.shares[answer.json()["id"]] = Share(plural, key, person, with_team, to_change=False)
        self.met["shared"] += 1
        self._update(who, key, {"name": "Bolt 10%"})
        self.doors.record(who, key)

    @rule(data=draws)
    @precondition(lambda self: self._live(self))
    def give_away_out_of_ones_sight(self, data: st.DataObject) -> None:
        key = self._a_live(data)
        plural, owner = self.firm.objects[key], self.firm.people[str(self.firm.records[key]["owner"])]
        if owner.administers:
            return
        self._open(owner, plural, OWN)
        keys = [each for each in self.firm.live(plural) if self.firm.records[each]["owner"] == owner.id]
        self._assign(owner, plural, keys, self.root.id)
        self.met["given away"] += 1

    # Taking back

    @rule(data=draws)
    @precondition(lambda self: self._live(self))
    def undo_once_the_right_is_gone(self, data: st.DataObject) -> None:
        """Somebody changed something, then may not any more, and takes it back."""
        gone = data.draw(st.sampled_from(("field", "record", "retired", "nothing")), "gone")
        who, key = self._worker(data), self._a_live(data)
        plural = self.firm.objects[key]
        name, value = self._something_else(data, key)
        self._open(who, plural, EVERYTHING)
        if not (cause := self._update(who, key, {name: value})):
            return
        if gone == "retired" and self.firm.columns[plural][name].id:
            self._toggle(plural, name)
        elif gone == "field":
            self._open(who, plural, EVERYTHING, **{name: data.draw(st.sampled_from(("read_only", "hidden")), "right")})
        elif gone == "record":
            self._open(who, plural, EVERYTHING | {"update": "none"})
        self._undo(data, who, cause, force=data.draw(st.booleans(), "force"))
        self.met["gone"] += 1

    @rule(data=draws)
    @precondition(lambda self: self._live(self))
    def undo_over_what_is_newer(self, data: st.DataObject) -> None:
        """Somebody changed something, the administrator changed it again, and the first takes his own back."""
        who, key = self._worker(data), self._a_live(data)
        self._open(who, self.firm.objects[key], EVERYTHING)
        name, value = self._something_else(data, key)
        cause = self._update(who, key, {name: value})
        again = dict([self._something_else(data, key, only=name)])
        if cause and self._update(self.root, key, again):
            how = data.draw(st.sampled_from(("decided", "left", "forced")), "how")
            decided = {(key, name)} if how == "decided" else set()
            self._undo(data, who, cause, force=how == "forced", decided=decided)
            self.met["contested"] += 1

    def _something_else(self, data: st.DataObject, key: str, *, only: str = "") -> tuple[str, Any]:
        """A field that may be set, and another value than it holds."""
        plural, held = self.firm.objects[key], self.firm.records[key]
        names = [
            name for name, each in self.firm.columns[plural].items()
            if name not in NOT_FILTERED and each.kind.values and not each.reads and not each.retired
        ]  # fmt: skip
        name = only or data.draw(st.sampled_from(names), "changed")
        kind = self.firm.columns[plural][name].kind
        others = [each for each in kind.values if each != kind.said(held.get(name))]
        return name, self.as_sent(kind, data.draw(st.sampled_from(others), "value"))


def _filled(columns: dict[str, Any], held: dict[str, Any]) -> list[str]:
    """The fields of which a record holds something; its name most of all."""
    filled = [name for name, each in columns.items() if held.get(name) and not each.retired and not each.reads]
    return [*(name for name in filled if name not in NOT_FILTERED), "name"]


CORNERS = (
    *sorted(name for name, each in vars(Machine).items() if hasattr(each, RULE_MARKER)),
    "import_with_updates", "retype", "share", "undo_an_undo",
)  # fmt: skip


class Cornered(Machine):
    """A firm that goes nowhere but into corners, into each as likely as into another."""

    @rule(data=draws, corner=st.sampled_from(CORNERS))
    def go_into_a_corner(self, data: st.DataObject, corner: str) -> None:
        step = getattr(Machine, corner)
        if all(holds(self) for holds in getattr(step, RULE_MARKER).preconditions):
            step(self, data)


for _name in dir(Machine):
    if hasattr(getattr(Machine, _name), RULE_MARKER):
        setattr(Cornered, _name, None)
