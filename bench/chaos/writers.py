"""People who write all the time, each his own records, and who know exactly what was promised to them.

What was not answered is asked again under the same key, or with the same version, until it is; now and then somebody
gives up instead, and then the product may have done it or not, but never by half and never twice.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

BATCH, IMPORT = 20, 1_500
GIVING_UP = 0.15
Values = dict[str, Any]


@dataclass
class Kept:
    """A record as it was promised: its values, its version, and whether it lies in the trash."""

    values: Values
    version: int = 1
    trashed: bool = False


@dataclass
class Ledger:
    """What one writer was promised, by the external id of each record, and what he gave up on."""

    kept: dict[str, Kept] = field(default_factory=dict)
    given_up: list[list[Values]] = field(default_factory=list)
    jobs: list[tuple[str, int]] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    asked_again: int = 0
    refused: list[str] = field(default_factory=list)

    def figures(self) -> tuple[int, int, int, int]:
        """How many records were promised, requests asked again, requests given up, and files brought in."""
        return len(self.kept), self.asked_again, len(self.given_up), len(self.jobs)


class Unanswered(Exception):
    """The connection broke, or the product said that it cannot now."""


class Client:
    """One program with one connection, made again whenever it breaks."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token
        self._connection: http.client.HTTPConnection | None = None

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any, Mapping[str, str]]:
        """One request; raises `Unanswered` where nobody can tell what became of it."""
        named = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json", **(headers or {})}
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
            self._connection.request(method, f"/api/v1{path}", body, named)
            answer = self._connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection = None
            raise Unanswered(str(error)) from error
        if answer.status == http.HTTPStatus.SERVICE_UNAVAILABLE:
            raise Unanswered(str(answer.status))
        return answer.status, json.loads(said) if said else None, dict(answer.headers)


class Writer(threading.Thread):
    """Somebody who creates, changes, changes many, brings files in and takes back, until told to stop."""

    def __init__(self, name: str, client: Client, seed: int, stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.client, self.chance, self.ending = client, random.Random(seed), stop
        self.ledger = Ledger()
        self.failure: Exception | None = None
        self._number = 0

    def run(self) -> None:
        """Work; what went wrong is told in the end."""
        try:
            while not self.ending.is_set():
                self.chance.choice(
                    (self.create, self.create, self.update, self.update, self.batch, self.tag, self.undo)
                )()
                if self.chance.random() < 0.02:
                    self.bring()
                self.ledger.answered.append(time.monotonic())
        except Exception as failure:  # noqa: BLE001 - told to whoever waits for him
            self.failure = failure

    # What he does

    def create(self) -> None:
        """One record."""
        values = self._values()
        if (found := self._post("/contacts", values, [values])) is not None:
            self._keep(values, found[0])

    def batch(self) -> None:
        """Twenty records, or none."""
        rows = [self._values() for _each in range(BATCH)]
        body = {"atomic": True, "operations": [{"op": "create", "values": each} for each in rows]}
        if self._post("/contacts/batch", body, rows) is not None:
            for each in rows:
                self._keep(each)

    def update(self) -> None:
        """One record, as far as nobody changed it since: after a silence the version tells whether it was done."""
        known = self._live()
        if not known:
            return
        key = self.chance.choice(known)
        held, title = self.ledger.kept[key], f"Title {self._next()}"
        while True:
            try:
                path, version = f"/contacts/{held.values['id']}", {"If-Match": f'"{held.version}"'}
                status, told, _headers = self.client.ask("PATCH", path, _json({"job_title": title}), version)
            except Unanswered:
                self._wait()
                continue
            break
        if status == http.HTTPStatus.PRECONDITION_FAILED and told["current"] == held.version + 1:
            self.ledger.asked_again += 1
        elif status != http.HTTPStatus.OK:
            self._refused("PATCH", status, told)
            return
        held.values["job_title"], held.version = title, held.version + 1

    def tag(self) -> None:
        """A word on several records at once, to be there once on each."""
        known = self._live()
        chosen = self.chance.sample(known, min(len(known), 30))
        word = f"w{self._next()}"
        body = {"ids": [self.ledger.kept[key].values["id"] for key in chosen], "params": {"tags": [word]}}
        if chosen and (found := self._post("/contacts/actions/add-tags", body)) is not None:
            if found[0]["changed"] != len(chosen):
                self._refused("add-tags", 200, found[0])
            for key in chosen:
                held = self.ledger.kept[key]
                held.values["tags"], held.version = [*held.values["tags"], word], held.version + 1

    def undo(self) -> None:
        """A batch that goes to the trash again as a whole."""
        rows = [self._values() for _each in range(BATCH)]
        body = {"atomic": True, "operations": [{"op": "create", "values": each} for each in rows]}
        if (found := self._post("/contacts/batch", body, rows)) is None:
            return
        for each in rows:
            self._keep(each)
        if (undone := self._post(f"/causes/{found[0]['cause']}/undo", {})) is not None:
            if undone[0]["restored"] != BATCH:
                self._refused("undo", 200, undone[0])
            for each in rows:
                held = self.ledger.kept[each["external_id"]]
                held.trashed, held.version = True, held.version + 1

    def bring(self) -> None:
        """A file that a worker brings in, however often it dies."""
        rows = [self._values() for _each in range(IMPORT)]
        lines = [
            "external_id,full_name,job_title",
            *(f"{r['external_id']},{r['full_name']},{r['job_title']}" for r in rows),
        ]
        options = {
            "object": "contacts", "preset": "none", "only_mapped": True, "match": ["external_id"],
            "map": {name: name for name in ("external_id", "full_name", "job_title")},
        }  # fmt: skip
        body = _form({"options": json.dumps(options)}, "\n".join(lines))
        kind = {"Content-Type": "multipart/form-data; boundary=chaos"}
        found = self._send("/imports", body, kind, giving_up=False)
        if found is not None:
            self.ledger.jobs.append((found[0]["id"], len(rows)))
            for each in rows:
                self._keep(each)

    # How he asks

    def _post(self, path: str, body: Any, rows: list[Values] | None = None) -> tuple[Any, Mapping[str, str]] | None:
        """What a POST answers in the end; nothing where he gave up, which only new records allow."""
        found = self._send(path, _json(body), {}, giving_up=rows is not None)
        if found is None and rows is not None:
            self.ledger.given_up.append(rows)
        return found

    def _send(
        self, path: str, body: bytes, headers: Mapping[str, str], *, giving_up: bool
    ) -> tuple[Any, Mapping[str, str]] | None:
        key = {"Idempotency-Key": f"{self.name}-{self._next()}", **headers}
        while True:
            try:
                status, told, answered = self.client.ask("POST", path, body, key)
            except Unanswered:
                self.ledger.asked_again += 1
                if giving_up and self.chance.random() < GIVING_UP:
                    return None
                self._wait()
                continue
            if status < http.HTTPStatus.BAD_REQUEST:
                return told, answered
            if status != http.HTTPStatus.CONFLICT:
                self._refused(path, status, told)
                return None
            self._wait()

    def _keep(self, values: Values, told: Mapping[str, Any] | None = None) -> None:
        held = dict(values) | {"tags": []} | ({"id": told["id"]} if told else {})
        self.ledger.kept[values["external_id"]] = Kept(held)

    def _live(self) -> list[str]:
        return [key for key, each in self.ledger.kept.items() if "id" in each.values and not each.trashed]

    def _refused(self, what: str, status: int, told: Any) -> None:
        self.ledger.refused.append(f"{self.name}: {what}: {status} {json.dumps(told)[:300]}")

    def _values(self) -> Values:
        number = self._next()
        return {"external_id": f"{self.name}-{number}", "full_name": f"Person {number}", "job_title": f"Title {number}"}

    def _next(self) -> int:
        self._number += 1
        return self._number

    @staticmethod
    def _wait() -> None:
        time.sleep(0.2)


def _json(body: Any) -> bytes:
    return json.dumps(body).encode()


def _form(fields: Mapping[str, str], content: str) -> bytes:
    parts = [
        f'--chaos\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{each}\r\n' for name, each in fields.items()
    ]
    head = (
        '--chaos\r\nContent-Disposition: form-data; name="file"; filename="rows.csv"\r\nContent-Type: text/csv\r\n\r\n'
    )
    return "".join([*parts, head, content, "\r\n--chaos--\r\n"]).encode()
