"""A firm in plain Python: its people, their rights, its records, and what became of them. Knows nothing of the product.

A record is a dictionary from field to value; `owner`, `team` and `trashed` stand among them; `trashed` is the
cause that put it into the trash, or False. What nobody entered is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.twin.kinds import KINDS, NAMES_OF_FILES, RETYPED, Kind, held_file, is_sent, spoken

State = dict[str, Any]
LEVELS = ("none", "own", "team", "below", "all")
VERBS = ("read", "create", "update", "delete")
TRASHED = "trashed"


@dataclass
class Person:
    """Somebody who works here, where he stands, and what his role says."""

    id: str
    name: str
    team: str | None
    below: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    administers: bool = False
    grants: dict[str, dict[str, str]] = field(default_factory=dict)
    fields: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass
class Column:
    """A field of an object; `reads` are the fields (object, name) of which a reckoned one is made."""

    kind: Kind
    custom: bool = False
    retired: bool = False
    id: str = ""
    reads: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Share:
    """A record that somebody was let in to, alone or with his team."""

    object: str
    record: str
    person: str | None
    team: str | None
    to_change: bool


@dataclass(frozen=True)
class Paper:
    """A file as a field of a record holds it, or held it once: its address, and its name."""

    key: str
    field: str
    url: str
    name: str


@dataclass(frozen=True)
class Line:
    """One change of one record: from nothing when it came."""

    cause: str
    object: str
    key: str
    before: State | None
    after: State

    @property
    def became(self) -> str:
        """What it made of the record."""
        if self.before is None:
            return "created"
        if bool(self.before[TRASHED]) is bool(self.after[TRASHED]):
            return "changed"
        return "trashed" if self.after[TRASHED] else "restored"


@dataclass
class Firm:
    """Everything there is, everything that was, and who did it."""

    people: dict[str, Person] = field(default_factory=dict)
    columns: dict[str, dict[str, Column]] = field(default_factory=dict)
    objects: dict[str, str] = field(default_factory=dict)
    records: dict[str, State] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    causes: dict[str, str] = field(default_factory=dict)
    papers: set[Paper] = field(default_factory=set)
    # What the product tells the administrator of a file in a field of a record.
    look_up: Callable[[str, str], dict[str, str]] = lambda _key, _field: {}

    def of(self, plural: str) -> list[str]:
        """The keys of an object's records."""
        return [key for key, each in self.objects.items() if each == plural]

    def live(self, plural: str) -> list[str]:
        """Those that are not in the trash."""
        return [key for key in self.of(plural) if not self.records[key][TRASHED]]

    # Who may

    def level(self, who: Person, verb: str, plural: str) -> str:
        """On whose records a person may do this."""
        if who.administers:
            return "all"
        rules = who.grants.get(plural) or who.grants.get("*", {})
        return rules.get(verb, "none")

    def may(self, who: Person, verb: str, key: str, state: State | None = None) -> bool:
        """Whether a person may do this to a record, as it is or as it would be."""
        held = self.records[key] if state is None else state
        level = self.level(who, verb, self.objects[key])
        return self.by_role(who, level, held) or (level != "none" and self._by_share(who, verb, key))

    @staticmethod
    def by_role(who: Person, level: str, held: State) -> bool:
        """Whether his role alone opens it."""
        if level == "all":
            return True
        if level == "none":
            return False
        mine = held["owner"] == who.id
        team = level == "team" and who.team is not None and held["team"] == who.team
        return mine or team or (level == "below" and held["team"] in who.below)

    def _by_share(self, who: Person, verb: str, key: str) -> bool:
        return verb in {"read", "update"} and any(
            each.record == key and (each.person == who.id or each.team in who.above)
            for each in self.shares.values() if verb == "read" or each.to_change
        )  # fmt: skip

    def may_share(self, who: Person, key: str) -> bool:
        """Whether a person may let others in: what he reads, and never what he changes by a share alone."""
        level = self.level(who, "update", self.objects[key])
        return self.may(who, "read", key) and self.by_role(who, level, self.records[key])

    def right(self, who: Person, plural: str, name: str) -> str:
        """What a person may do with a field."""
        return "full" if who.administers else who.fields.get(plural, {}).get(name, "full")

    def knows(self, who: Person, plural: str, name: str) -> bool:
        """Whether a field exists for a person."""
        column = self.columns[plural].get(name)
        if column is None or column.retired or self.right(who, plural, name) == "hidden":
            return False
        return all(
            self.right(who, about, read) != "hidden" and self.level(who, "read", about) != "none"
            for about, read in column.reads
        )

    def known(self, who: Person, plural: str) -> dict[str, Column]:
        """The fields that exist for a person."""
        return {name: each for name, each in self.columns[plural].items() if self.knows(who, plural, name)}

    def writes(self, who: Person, plural: str, name: str) -> bool:
        """Whether a person may set a field."""
        own = self.right(who, plural, name) == "full" and not self.columns[plural][name].reads
        return self.knows(who, plural, name) and own

    def may_fetch(self, who: Person, paper: Paper) -> bool:
        """Whether a person is sent a file: the record is his to read, and so is its field, which still holds files."""
        plural = self.objects[paper.key]
        live = not self.records[paper.key][TRASHED] and self.may(who, "read", paper.key)
        return live and self.knows(who, plural, paper.field) and self.columns[plural][paper.field].kind.key == "file"

    # What there is

    def seen(self, who: Person, plural: str, *, trashed: bool = False) -> list[str]:
        """The records that a person reads, in the trash or outside it."""
        return [
            key for key in self.of(plural)
            if bool(self.records[key][TRASHED]) is trashed and self.may(who, "read", key)
        ]  # fmt: skip

    def value(self, who: Person, key: str, name: str, records: Mapping[str, State] | None = None) -> Any:
        """What a person reads in a field of a record, now or among the records of another moment."""
        held = self.records if records is None else records
        column = self.columns[self.objects[key]][name]
        if name == "c_length":
            return str(len(held[key]["name"]))
        if name == "c_count":
            parts = (each for each in held if self.objects[each] == "machines" and self.may(who, "read", each))
            return sum(held[each]["c_reference"] == key and not held[each][TRASHED] for each in parts)
        return column.kind.shown(held[key].get(name))

    def rank(self, who: Person, key: str, name: str) -> Any:
        """What a list is sorted by."""
        if name == "name":
            return spoken(self.records[key]["name"])
        value, column = self.value(who, key, name), self.columns[self.objects[key]][name]
        if value is None and column.kind.key == "text" and not column.custom:
            return ""  # A text that every record has is never nothing, and comes first.
        return None if value is None else column.kind.rank(value)

    def in_order(self, who: Person, keys: Iterable[str], name: str, *, descending: bool) -> list[str]:
        """Records as a list sorts them: what has no value stands last, the id breaks ties; of a city the name first."""
        ranked = [(self.rank(who, key, name), self._named(who, key, name), key) for key in keys]
        filled = sorted((each for each in ranked if each[0] is not None), reverse=descending)
        empty = sorted((each for each in ranked if each[0] is None), key=lambda each: each[2], reverse=descending)
        return [key for _rank, _name, key in [*filled, *empty]]

    def _named(self, who: Person, key: str, name: str) -> str:
        """By what those of one value are sorted before the id."""
        return str(self.rank(who, key, "name")) if name == "city" and self.knows(who, self.objects[key], "name") else ""

    # What becomes of it

    def put(self, cause: str, key: str, values: Mapping[str, Any], *, plural: str = "") -> bool:
        """Give a record some values; one that did not exist comes; whether anything became different."""
        before = self.records.get(key)
        self.objects.setdefault(key, plural)
        after = {**(before or {TRASHED: False}), **self._filed(key, values)}
        if before is not None and all(before.get(name) == value for name, value in after.items()):
            return False
        self.lines.append(Line(cause, self.objects[key], key, before, after))
        self.records[key] = after
        return True

    def differs(self, key: str, name: str, value: Any) -> bool:
        """Whether a record holds another value; the same file sent again is none."""
        held = self.records.get(key, {}).get(name)
        if is_sent(value):
            return bool(held_file(held) != value["name"])
        return bool(held != value)

    def _filed(self, key: str, values: Mapping[str, Any]) -> State:
        """The values with the id of each file that was put into a field; one that was there already stays."""
        found = dict(values)
        for name in [name for name, value in values.items() if is_sent(value)]:
            if self.differs(key, name, values[name]):
                told = self.look_up(key, name)
                NAMES_OF_FILES[told["id"]] = told["name"]
                self.papers.add(Paper(key, name, told["url"], told["name"]))
                found[name] = told["id"]
            else:
                found[name] = self.records[key][name]
        return found

    def owned(self, owner: str) -> State:
        """An owner with the team that comes with him."""
        return {"owner": owner, "team": self.people[owner].team}

    def retype(self, cause: str, plural: str, name: str, kind: str) -> int:
        """Make a field one of another type with all its values; how many records became different."""
        column = self.columns[plural][name]
        convert = RETYPED[column.kind.key, kind]
        column.kind = KINDS[kind]
        held = [key for key in self.of(plural) if self.records[key].get(name) is not None]
        return sum(self.put(cause, key, {name: convert(self.records[key][name])}) for key in held)

    def told(self, who: Person, line: Line) -> dict[str, tuple[Any, Any]]:
        """Each field of a change that a person may know, before and after."""
        before = line.before or {}
        found = {}
        for name, column in self.known(who, line.object).items():
            if column.reads or before.get(name) == line.after.get(name):
                continue
            pair = tuple(column.kind.told(each.get(name)) for each in (before, line.after))
            if pair[0] != pair[1]:
                found[name] = (pair[0], pair[1])
        return found

    def history(self, who: Person, lines: Iterable[Line]) -> Iterator[tuple[Line, dict[str, tuple[Any, Any]]]]:
        """The changes that a person is told of: of nothing but what is hidden from him, he is told nothing."""
        for line in lines:
            fields = self.told(who, line)
            if fields or line.became != "changed":
                yield line, fields
