"""Undo, said in plain Python: what goes back, what somebody changed since, and what a person may not put back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.twin.firm import TRASHED, Firm, Line, Person, State

# What only goes back together.
TOGETHER = (frozenset({"owner", "team"}),)


@dataclass(frozen=True)
class Contested:
    """A field that somebody changed since."""

    key: str
    field: str
    before: Any
    after: Any
    now: Any
    created: bool


@dataclass
class Undone:
    """What goes back by record, what holds it back, and the records that the person may not change."""

    back: dict[str, State] = field(default_factory=dict)
    contested: list[Contested] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)


def undone(
    firm: Firm, who: Person, lines: Iterable[Line], decided: Collection[tuple[str, str]], *, force: bool
) -> Undone:
    """What undoing the changes of one cause would do; nothing moves yet."""
    found = Undone()
    by_key: dict[str, list[Line]] = {}
    for each in lines:
        by_key.setdefault(each.key, []).append(each)
    for key, mine in by_key.items():
        if not firm.may(who, "read", key):
            if _is_open(firm.records[key], mine):
                found.refused.add(key)
            continue
        chosen = None if force else {name for known, name in decided if known == key}
        undo = _uncreated if mine[0].before is None else _unchanged
        undo(firm, who, key, mine, chosen, found)
    return found


def _is_open(held: State, mine: list[Line]) -> bool:
    """Whether there is anything to take back; of what one may not read no more is told."""
    if (first := mine[0].before) is None:
        return not held[TRASHED]
    last = mine[-1].after
    return any(first.get(name) != last.get(name) and held.get(name) != first.get(name) for name in {*first, *last})


def _uncreated(firm: Firm, who: Person, key: str, mine: list[Line], chosen: set[str] | None, found: Undone) -> None:
    """A record that came goes to the trash, but not over what somebody did to it since."""
    held, made = firm.records[key], mine[-1].after
    if held[TRASHED]:
        return
    if not firm.may(who, "read", key):
        found.refused.add(key)
        return
    theirs = [name for name in sorted(set(held) | set(made)) if held.get(name) != made.get(name)]
    if theirs and chosen is not None and not chosen:
        found.contested += (Contested(key, name, None, made.get(name), held.get(name), True) for name in theirs)
    elif firm.may(who, "delete", key):
        found.back[key] = {TRASHED: True}
    else:
        found.refused.add(key)


def _unchanged(firm: Firm, who: Person, key: str, mine: list[Line], chosen: set[str] | None, found: Undone) -> None:
    held, first, last = firm.records[key], mine[0].before or {}, mine[-1].after
    net = {name for name in set(first) | set(last) if first.get(name) != last.get(name)}
    kin = _with_kin({name for name in net if held.get(name) != first.get(name)})
    open_ = [name for name in sorted(kin) if held.get(name) != first.get(name)]
    if open_ and not firm.may(who, "read", key):
        found.refused.add(key)
        return
    theirs = {name for name in open_ if held.get(name) != last.get(name)}
    stopped = set() if chosen is None else _with_kin(theirs) - _with_kin(chosen)
    for name in (each for each in open_ if each in stopped and each in theirs):
        found.contested.append(Contested(key, name, first.get(name), last.get(name), held.get(name), False))
    free = [name for name in open_ if name not in stopped]
    allowed = [name for name in free if _may_put_back(firm, who, key, name)]
    if allowed:
        found.back[key] = {name: first.get(name) for name in allowed}
    if len(allowed) < len(free):
        found.refused.add(key)


def _may_put_back(firm: Firm, who: Person, key: str, name: str) -> bool:
    if name == TRASHED:
        return firm.may(who, "delete", key)
    plural = firm.objects[key]
    columns = firm.columns[plural]
    kin = [each for each in _with_kin({name}) if each in columns and not columns[each].retired]
    return firm.may(who, "update", key) and all(firm.right(who, plural, each) == "full" for each in kin)


def _with_kin(names: Collection[str]) -> set[str]:
    return set(names).union(*(group for group in TOGETHER if group & set(names)))
