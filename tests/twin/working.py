"""People at work: records made, changed one by one and many at once, brought in, thrown away and fetched back."""

from __future__ import annotations

import csv
import io
import json
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from tests.twin import founding
from tests.twin.company import MOST_RECORDS, NOT_FILTERED, Company, draws
from tests.twin.firm import TRASHED, Person, State
from tests.twin.outlets import acting_anybody

from plexus.kernel.jobs import running
from plexus.kernel.journal.models import Change

several = st.sets(st.integers(0, MOST_RECORDS - 1), min_size=1, max_size=4)


class Working(Company):
    """A firm whose people write."""

    @rule(data=draws)
    @precondition(lambda self: len(self.firm.records) < MOST_RECORDS)
    def create(self, data: st.DataObject) -> None:
        who, plural = self.somebody(data), self.some_object(data)
        values = self.some_values(data, who, plural) | {"name": data.draw(st.sampled_from(founding.NAMED), "name")}
        made = dict.fromkeys(self.firm.columns[plural]) | self.firm.owned(who.id) | {TRASHED: False}
        state = made | values
        answer = self.apis[who.id].post(f"/{plural}", values)
        self.firm.objects["new"] = plural
        readable = self.firm.may(who, "read", "new", state)
        del self.firm.objects["new"]
        if self.firm.level(who, "create", plural) == "none":
            expected = 403
        elif not self._fit(who, plural, values):
            expected = 422
        else:
            expected = 201 if readable else 404
        assert answer.status_code == expected, (who.name, plural, values, answer.content)
        if expected == 201:
            self._note(who, answer, lambda cause: self.firm.put(cause, answer.json()["id"], state, plural=plural))
        self._look(data, who)

    @rule(data=draws)
    @precondition(lambda self: self.firm.live("accounts") + self.firm.live("machines"))
    def update(self, data: st.DataObject) -> None:
        who, key = self.somebody(data), self.some_record(data)
        values = self.some_values(data, who, self.firm.objects[key])
        if values.get("name", "") is None:
            del values["name"]
        self._update(who, key, values, stale=data.draw(st.integers(0, 5), "stale") == 0)
        self._look(data, who)

    def _update(self, who: Person, key: str, values: State, *, stale: bool = False) -> str:
        """One record changed by somebody, if he may; the cause, if it was."""
        headers = {"If_Match": '"999"'} if stale else {}
        answer = self.apis[who.id].patch(f"/{self.firm.objects[key]}/{key}", values, **headers)
        expected = self._changed_status(who, key, values, stale=stale)
        assert answer.status_code == expected, (who.name, key, values, answer.content)
        if expected != 200:
            return ""
        self._note(who, answer, lambda cause: self.firm.put(cause, key, values))
        return answer["Plexus-Cause"] if answer.has_header("Plexus-Cause") else ""

    @rule(data=draws)
    @precondition(lambda self: self._set_fields())
    def write_over(self, data: st.DataObject) -> None:
        """The administrator sets again what somebody set, so that its undo meets something newer."""
        found = self._set_fields()
        key, name = found[data.draw(st.integers(0, len(found) - 1), "written over")]
        plural = self.firm.objects[key]
        values = {name: self.a_value(data, self.firm.columns[plural][name].kind)}
        if name == "name" and values[name] is None:
            return
        self._update(self.root, key, values)

    def _set_fields(self) -> list[tuple[str, str]]:
        """The fields of live records that somebody changed after they came."""
        return sorted({
            (line.key, name)
            for line in self.firm.lines if line.became == "changed" and not self.firm.records[line.key][TRASHED]
            for name, column in self.firm.columns[line.object].items()
            if name not in NOT_FILTERED and not column.retired and line.before
            and line.before.get(name) != line.after.get(name)
        })  # fmt: skip

    def _changed_status(self, who: Person, key: str, values: State, *, stale: bool = False) -> int:
        if not self.firm.may(who, "read", key):
            return 404
        if not self.firm.may(who, "update", key):
            return 403
        if stale:
            return 412
        if not self._fit(who, self.firm.objects[key], values):
            return 422
        return 200 if self.firm.may(who, "read", key, self.firm.records[key] | values) else 403

    @rule(data=draws, places=several)
    @precondition(lambda self: self.firm.records)
    def change_many(self, data: st.DataObject, places: set[int]) -> None:
        who, plural, keys = (*self._some_of(data, places),)
        name = self.a_field(data, plural, written=True)
        value = self.a_value(data, self.firm.columns[plural][name].kind)
        value = value if name != "name" else value or "Acme"
        params = {"field": name, "value": value}
        open_ = self.firm.level(who, "update", plural) != "none"
        fits = self._fit(who, plural, {name: value})
        self._do_to_many(who, plural, keys, "change", params, {name: value}, open_=open_, fits=fits)

    @rule(data=draws, places=several)
    @precondition(lambda self: self.firm.records)
    def assign_many(self, data: st.DataObject, places: set[int]) -> None:
        who, plural, keys = (*self._some_of(data, places),)
        self._assign(who, plural, keys, self.somebody(data).id)

    def _assign(self, who: Person, plural: str, keys: list[str], owner: str) -> None:
        open_ = self.firm.level(who, "update", plural) != "none" and self.firm.writes(who, plural, "owner")
        self._do_to_many(
            who, plural, keys, "assign", {"owner": owner}, self.firm.owned(owner), open_=open_, fits=True
        )  # fmt: skip

    def _some_of(self, data: st.DataObject, places: set[int]) -> tuple[Person, str, list[str]]:
        key = list(self.firm.records)[data.draw(st.integers(0, len(self.firm.records) - 1), "first")]
        keys = self.firm.of(self.firm.objects[key])
        return self.somebody(data), self.firm.objects[key], sorted({keys[each % len(keys)] for each in places})

    def _do_to_many(  # noqa: PLR0913 - its answer depends on all of it
        self, who: Person, plural: str, keys: list[str], action: str, params: State, values: State, *, open_: bool,
        fits: bool,
    ) -> None:  # fmt: skip
        answer = self.apis[who.id].post(f"/{plural}/actions/{action}", {"ids": keys, "params": params})
        expected = 403 if not open_ else 200 if fits else 422
        assert answer.status_code == expected, (who.name, plural, action, params, answer.content)
        if expected != 200:
            return
        done = [key for key in keys if self._may_become(who, key, values)]
        different = [key for key in done if any(self.firm.differs(key, n, v) for n, v in values.items())]
        told = answer.json()
        figures = (told["changed"], told["unchanged"], told["refused_count"])
        assert figures == (len(different), len(done) - len(different), len(keys) - len(done)), (who.name, keys, told)
        self._note(who, told["cause"], lambda cause: [self.firm.put(cause, key, values) for key in done])

    def _may_become(self, who: Person, key: str, values: State) -> bool:
        """Whether a live record may be changed so, and would stay in sight."""
        held = self.firm.records[key]
        may = self.firm.may(who, "read", key) and self.firm.may(who, "update", key) and not held[TRASHED]
        return may and self.firm.may(who, "read", key, held | values)

    @rule(data=draws)
    @precondition(lambda self: any(not each[TRASHED] for each in self.firm.records.values()))
    def trash(self, data: st.DataObject) -> None:
        who = self.somebody(data)
        self._trash(who, self.some_record(data))
        self._look(data, who)

    def _trash(self, who: Person, key: str) -> None:
        answer = self.apis[who.id].delete(f"/{self.firm.objects[key]}/{key}")
        reads, may = self.firm.may(who, "read", key), self.firm.may(who, "delete", key)
        expected = 204 if reads and may else 403 if reads else 404
        assert answer.status_code == expected, (who.name, key, answer.content)
        if expected == 204:
            self._note(who, answer, lambda cause: self.firm.put(cause, key, {TRASHED: cause}))

    @rule(data=draws)
    @precondition(lambda self: any(each[TRASHED] for each in self.firm.records.values()))
    def restore(self, data: st.DataObject) -> None:
        who, key = self.somebody(data), self.some_record(data, trashed=True)
        answer = self.apis[who.id].post(f"/{self.firm.objects[key]}/{key}/restore")
        reads, may = self.firm.may(who, "read", key), self.firm.may(who, "delete", key)
        expected = 200 if reads and may else 403 if reads else 404
        assert answer.status_code == expected, (who.name, key, answer.content)
        if expected == 200:
            self._note(who, answer, lambda cause: self.firm.put(cause, key, {TRASHED: False}))
        self._look(data, who)

    @rule(data=draws)
    @precondition(lambda self: self.firm.live("accounts"))
    def import_with_updates(self, data: st.DataObject) -> None:
        """A file of the administrator's: some rows mean known accounts by their external id, one is new."""
        known = self.firm.live("accounts")[:3]
        keyed = [key for key in known if self._is_found_by_id(key)]
        city, heads = data.draw(st.sampled_from(("Wuxi", "上海")), "city"), data.draw(st.sampled_from((1, 7)), "heads")
        rows = [[self.firm.records[key]["external_id"], self.firm.records[key]["name"]] for key in keyed]
        is_new = len(self.firm.records) < MOST_RECORDS
        rows += [["new", "Bolt 10%"]] if is_new and not self._held_ids("new") else []
        if not rows:
            return
        out = io.StringIO()
        csv.writer(out).writerows([["Id", "Name", "City", "Heads"], *([*row, city, str(heads)] for row in rows)])
        cause, made = self._imported(self.root, out.getvalue().encode())
        values = {"city": city, "employees": heads}

        def bring(_cause: str) -> None:
            for key in keyed:
                self.firm.put(cause, key, values)
            for key in made:
                new = dict.fromkeys(self.firm.columns["accounts"]) | self.firm.owned(self.root.id) | values
                self.firm.put(cause, key, new | {"name": "Bolt 10%", "external_id": "new"}, plural="accounts")

        assert len(made) == len(rows) - len(keyed)
        if cause:
            self._note(self.root, cause, bring)
            self.met["imported"] += 1

    def _is_found_by_id(self, key: str) -> bool:
        held = self.firm.records[key]["external_id"]
        return bool(held) and len(self._held_ids(held)) == 1

    def _held_ids(self, wanted: str) -> list[str]:
        """The accounts with an external id, letter case aside, in the trash or not."""
        ids = {key: self.firm.records[key]["external_id"] or "" for key in self.firm.of("accounts")}
        return [key for key, each in ids.items() if each.lower() == wanted.lower()]

    def _imported(self, who: Person, content: bytes) -> tuple[str, list[str]]:
        """Bring a file in as a worker does; its cause, and the records that it made."""
        options = {
            "object": "accounts", "preset": "none", "match": ["external_id"], "only_mapped": True,
            "map": {"Id": "external_id", "Name": "name", "City": "city", "Heads": "employees"},
        }  # fmt: skip
        api = self.apis[who.id]
        sent = {"options": json.dumps(options), "file": SimpleUploadedFile("rows.csv", content)}
        made = api.client.post("/api/v1/imports", sent, headers={"Authorization": f"Bearer {api.secret}"})
        assert made.status_code == 202, made.content
        running.run(self.workspace, UUID(made.json()["job"]))
        told = api.get(f"/imports/{made.json()['id']}").json()
        assert told["state"] == "done", told
        with acting_anybody(self.workspace):
            new = Change.objects.filter(cause_id=told["cause"], op="I", object="accounts") if told["cause"] else None
            ids = [str(each) for each in new.values_list("record_id", flat=True)] if new is not None else []
        return str(told["cause"] or ""), ids
