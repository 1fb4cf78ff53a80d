"""Any work of any people on a firm's records, and its undoing, step by step in the product and in its twin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from tests.twin.company import draws
from tests.twin.comparing import plain, same
from tests.twin.firm import TRASHED, Person, State
from tests.twin.ruling import Ruling
from tests.twin.taking_back import Undone, undone


class Regretting(Ruling):
    """A firm whose people also take back what was done, and take that back again."""

    _told_at = -1
    _told: dict[str, list[tuple[str, str]]]

    @rule(data=draws, back=st.integers(0, 6), force=st.sampled_from((False, False, True)))
    @precondition(lambda self: self.firm.causes)
    def undo(self, data: st.DataObject, back: int, force: bool) -> None:
        causes = [each for each in self.firm.causes if each not in self.retyped][::-1]
        if causes:
            cause = causes[back % len(causes)]
            who = self.somebody(data) if data.draw(st.integers(0, 3), "anybody") == 0 else self._doer(cause)
            self._undo(data, who, cause, force=force)

    @rule(data=draws)
    @precondition(lambda self: self.undos)
    def undo_an_undo(self, data: st.DataObject) -> None:
        cause = self.undos[::-1][data.draw(st.integers(0, 3), "back") % len(self.undos)]
        self.met["redone"] += 1
        self._undo(data, self._doer(cause), cause, force=False)

    @rule(data=draws)
    @precondition(lambda self: self._contested())
    def undo_what_others_changed_since(self, data: st.DataObject) -> None:
        """Where somebody changed something since: it stays and is told, or goes where the person decides so."""
        found = self._contested()
        cause = list(found)[data.draw(st.integers(0, len(found) - 1), "cause")]
        decided = data.draw(st.sets(st.sampled_from(found[cause])), "decided")
        self._undo(data, self._doer(cause), cause, force=False, decided=decided)
        self.met["contested"] += 1

    def _doer(self, cause: str) -> Person:
        return self.firm.people[self.firm.causes[cause]]

    def _contested(self) -> dict[str, list[tuple[str, str]]]:
        """What would be contested of each cause; told again until something changes, for each step asks."""
        if self._told_at != len(self.firm.lines):
            self._told_at, self._told = len(self.firm.lines), self._contests()
        return self._told

    def _contests(self) -> dict[str, list[tuple[str, str]]]:
        found = {}
        for cause in self.firm.causes:
            if cause not in self.retyped:
                against = self._foreseen(self._doer(cause), cause, (), force=False).contested
                found[cause] = [(each.key, each.field) for each in against if each.field != TRASHED]
        return {cause: each for cause, each in found.items() if each}

    def _foreseen(self, who: Person, cause: str, decided: Any, *, force: bool) -> Undone:
        return undone(self.firm, who, [each for each in self.firm.lines if each.cause == cause], decided, force=force)

    def _undo(
        self, data: st.DataObject, who: Person, cause: str, *, force: bool, decided: set[tuple[str, str]] | None = None
    ) -> None:
        foreseen = self._foreseen(who, cause, decided or (), force=force)
        body = {"force": force, "resolve": [{"id": key, "field": name} for key, name in sorted(decided or ())]}
        preview = self.apis[who.id].post(f"/causes/{cause}/undo", body | {"preview": True})
        answer = self.apis[who.id].post(f"/causes/{cause}/undo", body)
        if not (who.administers or self.firm.causes[cause] == who.id):
            assert (preview.status_code, answer.status_code) == (404, 404)
            return
        for each in (preview, answer):
            assert each.status_code == 200, each.content
            self._undone_as_foreseen(who, foreseen, each.json())
        self._note(
            who, answer, lambda made: [self.firm.put(made, *_put_back(made, each)) for each in foreseen.back.items()]
        )
        if foreseen.back:
            self.undos.append(answer["Plexus-Cause"])
        self.met["undone"] += bool(foreseen.back)
        self.met["decided"] += bool(decided)
        self.met["refused"] += bool(foreseen.refused)
        self._look(data, who)

    def _undone_as_foreseen(self, who: Person, foreseen: Undone, told: Mapping[str, Any]) -> None:
        counts = Counter(self.firm.objects[key] for key in foreseen.back)
        figures = (told["records"], told["conflict_count"], told["refused_count"], told["blocked_count"])
        same(figures, (dict(counts), len(foreseen.contested), len(foreseen.refused), 0), who.name, told, foreseen)
        found = [
            (each["id"], each["field"], [_side(each["field"], each[side]) for side in SIDES], each["created"])
            for each in told["conflicts"]
        ]
        expected = [
            (each.key, TRASHES.get(each.field, each.field), self._sides(who, each), each.created)
            for each in foreseen.contested
        ]
        same(sorted(found, key=str), sorted(expected, key=str), who.name, "conflicts")

    def _sides(self, who: Person, each: Any) -> list[Any]:
        """The three values of a conflict as somebody may see them; moments of the trash as they are told."""
        plural = self.firm.objects[each.key]
        sides = (each.before, each.after, each.now)
        if each.field == TRASHED:
            return [bool(side) for side in sides]
        hidden = self.firm.right(who, plural, each.field) == "hidden"
        kind = self.firm.columns[plural][each.field].kind
        return [None if hidden else kind.told(side) or None for side in sides]


TRASHES = {TRASHED: "deleted_at"}
SIDES = ("before", "after", "now")


def _side(field: str, value: Any) -> Any:
    """A value of a conflict: of the trash whether it lay there."""
    return bool(value) if field == TRASHES[TRASHED] else plain(value) or None


def _put_back(cause: str, back: tuple[str, State]) -> tuple[str, State]:
    """What goes back; what goes to the trash goes there by this cause."""
    key, values = back
    return key, values | ({TRASHED: cause} if values.get(TRASHED) is True else {})
