"""The doors through which things leave: the bytes and pictures of files, whole lists, what a reference leads to."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from tests.shell.api.asking import Api, quoted
from tests.twin.comparing import as_cell, plain, read_cell, same
from tests.twin.firm import TRASHED, Firm, Paper, Person, State
from tests.twin.kinds import PAPERS, PICTURE, described

from plexus.kernel.identity.actor import system
from plexus.kernel.jobs import running
from plexus.kernel.records.acting import acting

NOBODYS = "no_such_field"
ASKED = (("fields", ""), ("sort", ""), ("filter", ""), ("measure", "/aggregate"))


@dataclass
class Outlets:
    """What every door has, and those through which things leave."""

    firm: Firm
    apis: Mapping[str, Api]
    workspace: UUID
    moments: list[tuple[datetime, dict[str, State]]]

    def ask(self, who: Person, path: str, **parameters: Any) -> Any:
        """An answer of the API to a person, whatever its status."""
        answer = self.apis[who.id].get(path + (quoted(**parameters) if parameters else ""))
        assert answer.status_code < 500, (path, parameters, answer.content)
        return answer

    def refuses(
        self, who: Person, plural: str, name: str, asking: Callable[[str], dict[str, Any]], door: str = ""
    ) -> bool:
        """Whether a field does not exist for a person; then the door says what it says of any that never did."""
        if self.firm.level(who, "read", plural) == "none":
            assert self.ask(who, f"/{plural}{door}", **asking(name)).status_code == 403
            return True
        if self.firm.knows(who, plural, name):
            return False
        hidden = self.ask(who, f"/{plural}{door}", **asking(name))
        unknown = self.ask(who, f"/{plural}{door}", **asking(NOBODYS))
        same((hidden.status_code, unknown.status_code), (422, 422), who.name, plural, name)
        same(hidden.content.decode().replace(name, NOBODYS), unknown.content.decode(), who.name)
        return True

    def told(self, key: str, name: str, value: Any) -> Any:
        """A shown value of a record as the API tells it: of a file what it is, and where its bytes are."""
        plural = self.firm.objects[key]
        if value is None or self.firm.columns[plural][name].kind.key != "file":
            return value
        return described(value) | {"url": f"/api/v1/{plural}/{key}/fields/{name}/{value}/content"}

    def name_beside(self, who: Person, target: str) -> str | None:
        """What a reference to an account is named, for whoever may know."""
        open_ = self.firm.may(who, "read", target) and self.firm.knows(who, "accounts", "name")
        return str(self.firm.records[target]["name"]) if open_ else None

    # Files in fields

    def papers(self, who: Person, key: str) -> None:
        """Every file that a field of a record holds, or held once, by its address, and its pictures."""
        for paper in sorted((each for each in self.firm.papers if each.key == key), key=str):
            open_ = self.firm.may_fetch(who, paper)
            path = paper.url.removeprefix("/api/v1")
            answer = self.ask(who, path)
            body = b"".join(answer.streaming_content) if answer.streaming else b""
            expected = (200, PAPERS[paper.name]) if open_ else (404, b"")
            same((answer.status_code, body), expected, who.name, paper)
            self._pictures(who, paper, path.replace("/content", "/preview"), open_=open_)

    def _pictures(self, who: Person, paper: Paper, path: str, *, open_: bool) -> None:
        for size in ("small", "large"):
            drawn = self.ask(who, path, size=size)
            kind = drawn["Content-Type"]
            head = b"".join(drawn.streaming_content)[:4] if drawn.streaming else b""
            if open_ and paper.name == PICTURE:
                same((drawn.status_code, kind, head), (200, "image/webp", b"RIFF"), who.name, paper, size)
            else:
                problem = "no_preview" if open_ else "not_found"
                same((drawn.status_code, drawn.json()["type"]), (404, f"/api/v1/problems#{problem}"), who.name, paper)

    # What a reference leads to

    def through(self, who: Person, name: str) -> None:
        """Machines with a field of the account that they refer to, and with all of that account."""
        if self.refuses(who, "machines", "c_reference", lambda field: {"fields": f"{field}.{name}"}):
            return
        answer = self.ask(who, "/machines", fields=f"id,c_reference.{name}", limit="200")
        if not self.firm.knows(who, "accounts", name):
            unknown = self.ask(who, "/machines", fields=f"id,c_reference.{NOBODYS}", limit="200")
            same(answer.content.decode().replace(name, NOBODYS), unknown.content.decode(), who.name)
            same(answer.status_code, 422)
        else:
            for row in answer.json()["data"]:
                same(plain(row[f"c_reference.{name}"]), self._of_target(who, row["id"], name), who.name, name)
        self._opened(who)

    def _target(self, who: Person, key: str) -> str | None:
        """The account that a machine refers to, for whoever may read it."""
        target = self.firm.records[key]["c_reference"]
        return target if target and self.firm.may(who, "read", target) else None

    def _of_target(self, who: Person, key: str, name: str) -> Any:
        target = self._target(who, key)
        kind = self.firm.columns["accounts"][name].kind
        return self.told(target, name, self.firm.value(who, target, name)) if target else kind.shown(None)

    def _opened(self, who: Person) -> None:
        """Machines with the whole accounts in the place of references."""
        found = self.ask(who, "/machines", expand="c_reference", fields="id,c_reference", limit="200").json()
        columns = self.firm.columns["accounts"]
        for row in found["data"]:
            target = self._target(who, row["id"])
            held = {name: plain(each) for name, each in (row["c_reference"] or {}).items() if name in columns}
            if target and not self.firm.records[target][TRASHED]:
                known = self.firm.known(who, "accounts")
                expected = {name: self.told(target, name, self.firm.value(who, target, name)) for name in known}
                same(held, expected, who.name, "opened")
            else:
                same({*held} - {"name"}, set(), who.name, "opened")

    # Whole lists

    def export(self, who: Person, plural: str) -> None:
        """A file of a whole list, with every value in its columns."""
        rows = self._exported(who, plural)
        if rows is None:
            return
        known = self.firm.known(who, plural)
        same({row["id"] for row in rows}, set(self.firm.seen(who, plural)), who.name, plural, "export")
        for row in rows:
            names = {header.partition(".")[0] for header in row}
            same(names & set(self.firm.columns[plural]), set(known), who.name, plural)
            for name in known:
                self._cell_agrees(who, row, name)

    def _cell_agrees(self, who: Person, row: Mapping[str, str], name: str) -> None:
        key = row["id"]
        kind, value = self.firm.columns[self.firm.objects[key]][name].kind, self.firm.value(who, key, name)
        if kind.key != "reference":
            same(read_cell(kind, row[name]), as_cell(kind, value), who.name, key, name, "export")
            return
        same(row[f"{name}.id"] or None, value, who.name, key, name, "export")
        if name == "c_reference":
            same(row[name] or None, self.name_beside(who, value) if value else None, who.name, "a name in an export")

    def _exported(self, who: Person, plural: str, *fields: str) -> list[dict[str, str]] | None:
        """The rows of a file; nothing where it is refused, as it must be where the object or a field is unknown."""
        api = self.apis[who.id]
        answer = api.post("/exports", {"object": plural, "fields": [*fields]})
        known = all(self.firm.knows(who, plural, name) for name in fields if name != "id")
        may = self.firm.level(who, "read", plural) != "none"
        same(answer.status_code, 202 if may and known else 422 if may else 403, who.name, plural, fields, "export")
        if answer.status_code != 202:
            return None
        running.run(self.workspace, UUID(answer.json()["id"]))
        file = api.get(f"/exports/{answer.json()['id']}/file")
        assert file.status_code == 200, file.content
        return list(csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"), newline="")))

    def column(self, who: Person, plural: str, name: str) -> None:
        """A single field asked for by its name: in a list now and then, in an export, and in what describes it."""
        same(self._described(who, plural), self._writable(who, plural), who.name, plural)
        rows = self._exported(who, plural, "id", name)
        for row in rows or ():
            self._cell_agrees(who, row, name)
        moments = [{}, *({"as_of": at.isoformat()} for at, _records in self.moments[-1:])]
        for then in moments:
            for way, door in ASKED:
                self.refuses(who, plural, name, partial(_asked, way, then), door)

    def _described(self, who: Person, plural: str) -> dict[str, bool]:
        """The fields that exist for a person by the description of the object, and whether he may set them."""
        answer = self.ask(who, f"/schema/{plural}")
        columns = self.firm.columns[plural]
        fields = answer.json().get("fields", ())
        return {each["name"]: each["writable"] for each in fields if each["name"] in columns}

    def _writable(self, who: Person, plural: str) -> dict[str, bool]:
        if self.firm.level(who, "read", plural) == "none":
            return {}
        return {name: self.firm.writes(who, plural, name) for name in self.firm.known(who, plural)}


def acting_anybody(workspace: UUID) -> Any:
    """A transaction in the firm."""
    return acting(system(workspace))


def _asked(way: str, then: Mapping[str, str], name: str) -> dict[str, Any]:
    """A field asked for in some way, now or at a moment."""
    asking = {"filter": {"field": name, "op": "not_empty"}, "measure": f"count:{name}"}
    return {way: asking.get(way, name), **then}
