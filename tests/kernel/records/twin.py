"""A twin of the accounts of one firm in plain Python: what they hold, what each cause did, and what undo does."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from plexus.kernel.schema.field_types.number import Amount

State = dict[str, Any]
Records = dict[UUID, State]
Became = Literal["created", "changed", "trashed", "restored"]

TRASHED = "deleted_at"
EMPTY: State = {
    "name": "Acme", "city": "", "employees": None, "annual_revenue": None, "currency": "CNY", "tags": [],
    "c_grade": "", "c_tier": None, TRASHED: None,
}  # fmt: skip
# An amount and its currency only go back together.
TOGETHER = ({"annual_revenue", "currency"},)


@dataclass(frozen=True)
class Line:
    """One change of one record: from nothing when it came."""

    cause: UUID
    key: UUID
    before: State | None
    after: State

    @property
    def became(self) -> Became:
        if self.before is None:
            return "created"
        if self.before[TRASHED] == self.after[TRASHED]:
            return "changed"
        return "trashed" if self.after[TRASHED] else "restored"

    @property
    def told(self) -> dict[str, tuple[Any, Any]]:
        """Each field that differs, as a reader is told it: a currency alone by itself, that of a new record never."""
        before = self.before or dict.fromkeys(EMPTY) | {"currency": self.after["currency"]}
        was, became = shown(before), shown(self.after)
        return {name: (was[name], became[name]) for name in became if before[name] != self.after[name]}


@dataclass(frozen=True)
class Disagreement:
    """A field that holds back an undo: what it would put back, what the cause had set, what stands there."""

    key: UUID
    field: str
    before: Any
    after: Any
    now: Any
    created: bool


@dataclass
class Twin:
    """The records, every change in order, how everything stood at each moment, and which causes were undos."""

    records: Records = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    moments: list[tuple[datetime, Records]] = field(default_factory=list)
    undos: list[UUID] = field(default_factory=list)

    def keys(self, *, trashed: bool) -> list[UUID]:
        """The records in the trash, or those outside of it."""
        return [key for key, each in self.records.items() if bool(each[TRASHED]) is trashed]

    def causes(self) -> list[UUID]:
        """Every cause that changed something, oldest first."""
        return list(dict.fromkeys(each.cause for each in self.lines))

    def of(self, cause: UUID) -> list[Line]:
        """What a cause did, in order."""
        return [each for each in self.lines if each.cause == cause]

    def put(self, cause: UUID, key: UUID, values: Mapping[str, Any]) -> None:
        """Give a record some values; a record that did not exist comes; nothing is written where nothing changes."""
        before = self.records.get(key)
        after = (before or EMPTY) | copy.deepcopy(dict(values))
        if before != after:
            self.lines.append(Line(cause, key, before, after))
            self.records[key] = after

    def undo(
        self, lines: Collection[Line], now: datetime, decided: Collection[tuple[UUID, str]], *, force: bool
    ) -> tuple[dict[UUID, State], list[Disagreement]]:
        """What undoing some changes of one cause puts back, and which fields hold it back; nothing moves yet."""
        back: dict[UUID, State] = {}
        against: list[Disagreement] = []
        for key in dict.fromkeys(each.key for each in lines):
            mine = [each for each in lines if each.key == key]
            chosen = None if force else {name for known, name in decided if known == key}
            patch, found = self._undone(key, mine, now, chosen)
            against += found
            if patch:
                back[key] = patch
        return back, against

    def _undone(
        self, key: UUID, mine: list[Line], now: datetime, chosen: set[str] | None
    ) -> tuple[State, list[Disagreement]]:
        if mine[0].before is None:
            return self._uncreated(key, mine[-1].after, now, chosen)
        held = self.records[key]
        net = {name: pair for name, pair in _net(mine) if held[name] != pair[0]}
        theirs = {name for name, (_before, after) in net.items() if held[name] != after}
        stopped = set() if chosen is None else _groups_of(theirs) - _groups_of(chosen)
        found = [
            Disagreement(key, name, *net[name], held[name], created=False) for name in EMPTY if name in theirs & stopped
        ]
        return {name: before for name, (before, _after) in net.items() if name not in stopped}, found

    def _uncreated(
        self, key: UUID, after: State, now: datetime, chosen: set[str] | None
    ) -> tuple[State, list[Disagreement]]:
        """A record that came goes to the trash, but not over what somebody did to it since."""
        held = self.records[key]
        if held[TRASHED]:
            return {}, []
        theirs = {name for name in EMPTY if held[name] != after[name]}
        if not theirs or chosen is None or chosen:
            return {TRASHED: now}, []
        before = {name: now if name == TRASHED else None for name in theirs}
        return {}, [
            Disagreement(key, name, before[name], after[name], held[name], created=True)
            for name in EMPTY if name in theirs
        ]  # fmt: skip


def _net(lines: Iterable[Line]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Each field that a record's changes left different in the end, with what it held first and last."""
    found: dict[str, tuple[Any, Any]] = {}
    for each in lines:
        assert each.before is not None
        for name in EMPTY:
            if each.before[name] != each.after[name]:
                first = found[name][0] if name in found else each.before[name]
                found[name] = (first, each.after[name])
    return ((name, pair) for name, pair in found.items() if pair[0] != pair[1])


def _groups_of(names: Collection[str]) -> set[str]:
    return set(names).union(*(group for group in TOGETHER if group & set(names)))


def shown(state: State) -> State:
    """The fields as readers see them: an amount with its currency; a record that was not there shows nothing."""
    fields = {name: each for name, each in state.items() if name != TRASHED}
    if isinstance(amount := fields.get("annual_revenue"), Decimal):
        fields["annual_revenue"] = Amount(amount, fields["currency"])
    return fields
