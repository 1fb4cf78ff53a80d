"""Administrators and owners at work: others let in, rights given, fields made, retired and turned into others."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from tests.twin import founding
from tests.twin.company import draws
from tests.twin.firm import TRASHED, Person, Share
from tests.twin.kinds import CUSTOM, RETYPED
from tests.twin.working import Working


class Ruling(Working):
    """A firm whose rights and fields change while people write."""

    # Letting others in, and rights

    @rule(data=draws)
    @precondition(lambda self: any(not each[TRASHED] for each in self.firm.records.values()))
    def share(self, data: st.DataObject) -> None:
        to_change, team = (data.draw(st.booleans(), name) for name in ("to change", "team"))
        key, whom = self.some_record(data), self.somebody(data)
        who = self._who_may_share(data, key) if data.draw(st.integers(0, 3), "anybody") else self.somebody(data)
        plural, right = self.firm.objects[key], "change" if to_change else "read"
        with_team = team and whom.team is not None
        named = {"team": whom.team} if with_team else {"person": whom.id}
        answer = self.apis[who.id].post(f"/{plural}/{key}/shares", {**named, "right": right})
        reads = self.firm.may(who, "read", key)
        if not self.firm.may(who, "update", key):
            expected = {403} if reads or self.firm.level(who, "update", plural) == "none" else {404}
        else:
            expected = {200, 201} if self.firm.may_share(who, key) else {403, 404}
        assert answer.status_code in expected, (who.name, key, answer.content)
        if answer.status_code in {200, 201}:
            person, shared_team = (None, whom.team) if with_team else (whom.id, None)
            self.firm.shares[answer.json()["id"]] = Share(plural, key, person, shared_team, to_change)
            self.met["shared"] += 1
        self._look(data, whom)

    def _who_may_share(self, data: st.DataObject, key: str) -> Person:
        able = [each for each in self.firm.people.values() if self.firm.may_share(each, key)]
        return able[data.draw(st.integers(0, len(able) - 1), "sharer")]

    @rule(data=draws)
    @precondition(lambda self: self.firm.shares)
    def end_a_share(self, data: st.DataObject) -> None:
        known = list(self.firm.shares)
        share = known[data.draw(st.integers(0, len(known) - 1), "share")]
        held = self.firm.shares[share]
        answer = self.apis[self.root.id].delete(f"/{held.object}/{held.record}/shares/{share}")
        assert answer.status_code == (404 if self.firm.records[held.record][TRASHED] else 204), answer.content
        if answer.status_code == 204:
            del self.firm.shares[share]

    @rule(data=draws)
    def give_new_rights(self, data: st.DataObject) -> None:
        who = self.somebody(data)
        if not who.administers:
            self._new_role(who, data)
            self._look(data, who)

    # Fields that come, go and turn

    @rule(data=draws)
    def add_a_field(self, data: st.DataObject) -> None:
        plural = self.some_object(data)
        new = [each for each in CUSTOM if f"c_{each}" not in self.firm.columns[plural] and "reference" not in each]
        if new and len(self.firm.columns[plural]) < 14:
            founding.add_field(self.firm, self.apis[self.root.id], plural, data.draw(st.sampled_from(new), "type"))

    @rule(data=draws)
    def retire_or_reinstate(self, data: st.DataObject) -> None:
        self._toggle(*self._own_field(data))
        self._look(data, self.somebody(data))

    def _toggle(self, plural: str, name: str) -> None:
        column = self.firm.columns[plural][name]
        action = "reinstate" if column.retired else "retire"
        answer = self.apis[self.root.id].post(f"/custom-fields/{column.id}/actions/{action}", {})
        assert answer.status_code == 200, answer.content
        column.retired = not column.retired

    def _own_field(self, data: st.DataObject) -> tuple[str, str]:
        found = [
            (plural, name) for plural, columns in self.firm.columns.items() for name, each in columns.items()
            if each.custom and each.id and name != "c_reference"
        ]  # fmt: skip
        return data.draw(st.sampled_from(found), "own field")

    @rule(data=draws)
    def retype(self, data: st.DataObject) -> None:
        found = [
            (plural, name, to) for plural, columns in self.firm.columns.items() for name, each in columns.items()
            for was, to in RETYPED if each.custom and each.id and not each.retired and was == each.kind.key
        ]  # fmt: skip
        if not found:
            return
        plural, name, to = data.draw(st.sampled_from(found), "retyped")
        column = self.firm.columns[plural][name]
        was = column.kind.key
        body = {"type": to, "options": {}}
        answer = self.apis[self.root.id].post(f"/custom-fields/{column.id}/actions/change-type", body)
        assert answer.status_code == 200, answer.content
        self._note(self.root, answer, lambda cause: self.firm.retype(cause, plural, name, to))
        self.retyped[answer["Plexus-Cause"]] = (plural, name, was, to)
        self.met["retyped"] += 1
