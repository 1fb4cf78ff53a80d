"""Programs at work: many records of one object in one request, each with its own verdict."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from tests.twin.company import draws
from tests.twin.comparing import same
from tests.twin.firm import TRASHED, Person, State
from tests.twin.regretting import Regretting
from tests.twin.working import several

OPERATIONS = ("update", "update", "delete", "restore")


class Batching(Regretting):
    """A firm whose people's programs write in batches."""

    @rule(data=draws, places=several, atomic=st.booleans())
    @precondition(lambda self: self.firm.records)
    def batch(self, data: st.DataObject, places: set[int], atomic: bool) -> None:
        who, plural, keys = self._some_of(data, places)
        asked = [self._operation(data, who, key) for key in keys]
        expected = [self._status(who, each) for each in asked]
        answer = self.apis[who.id].post(f"/{plural}/batch", {"operations": asked, "atomic": atomic})
        assert answer.status_code == 200, answer.content
        told = answer.json()
        kept = not (atomic and any(each >= 400 for each in expected))
        verdicts = [each if kept or each >= 400 else 424 for each in expected]
        same([each["status"] for each in told["results"]], verdicts, who.name, plural, asked, told)
        assert told["kept"] is kept, told
        if told["kept"]:
            done = [each for each, status in zip(asked, expected, strict=True) if status < 400]
            self._note(who, told["cause"], lambda cause: [self._do(cause, each) for each in done])
        self._look(data, who)

    def _operation(self, data: st.DataObject, who: Person, key: str) -> State:
        op = data.draw(st.sampled_from(OPERATIONS), "operation")
        if op != "update":
            return {"op": op, "id": key}
        values = self.some_values(data, who, self.firm.objects[key])
        return {"op": op, "id": key, "values": {
            name: value for name, value in values.items() if "reference" not in name and (name != "name" or value)
        }}  # fmt: skip

    def _status(self, who: Person, operation: State) -> int:
        """The verdict; no operation of a batch touches what another needs."""
        key = operation["id"]
        trashed = bool(self.firm.records[key][TRASHED])
        if operation["op"] == "update":
            return self._changed_status(who, key, operation["values"]) if not trashed else 404
        reads, may = self.firm.may(who, "read", key), self.firm.may(who, "delete", key)
        if not reads or trashed is not (operation["op"] == "restore"):
            return 404
        return {"delete": 204, "restore": 200}[operation["op"]] if may else 403

    def _do(self, cause: str, operation: State) -> bool:
        done: dict[str, Any] = {"delete": {TRASHED: cause}, "restore": {TRASHED: False}}
        return self.firm.put(cause, operation["id"], done.get(operation["op"]) or operation["values"])
