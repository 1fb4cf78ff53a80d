"""A running server keeps every promise of its own document, whatever is sent to it and whoever sends it.

Operations take turns until the time is over: SECONDS, or as many as PLEXUS_API_SECONDS says. Each begins with a request
that ought to succeed; then an administrator asks anything, and somebody of whom much is kept. Each fault is told as it
is found (`-s`), with what was sent.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as openapi_checks
from tests.shell.api.aiming import EVERY, IDS, Aim
from tests.shell.api.real import Running, running
from tests.site.founded import founded

from plexus.kernel.schema import registry

SECONDS = float(os.environ.get("PLEXUS_API_SECONDS", "90"))
EXAMPLES = 2
# Of the operations so many at least do once as asked; the others want work that has not ended, or come late by chance.
DONE = 0.94
# What HTTP itself says of a message, and what keeps browsers from misusing it, stands in no document.
OF_HTTP = frozenset({
    "accept-ranges", "allow", "cache-control", "connection", "content-encoding", "content-language", "content-length",
    "content-range", "content-security-policy", "content-type", "cross-origin-opener-policy",
    "cross-origin-resource-policy", "date", "etag", "permissions-policy",
    "referrer-policy", "server", "strict-transport-security", "transfer-encoding", "vary", "www-authenticate",
    "x-content-type-options", "x-frame-options",
})  # fmt: skip


def every_header_is_documented(_context: Any, response: Any, case: Any) -> None:
    """No header is a secret of ours."""
    answer = case.operation.responses.find_by_status_code(response.status_code)
    told = {name.lower() for name, _header in answer.headers.items()} if answer else set()
    undocumented = {name.lower() for name in response.headers} - told - OF_HTTP
    assert not undocumented, f"{case.method} {case.path}: {response.status_code} bears {sorted(undocumented)}"


CHECKED = [
    every_header_is_documented,
    checks.not_a_server_error, openapi_checks.status_code_conformance, openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance, openapi_checks.response_schema_conformance,
]  # fmt: skip
BOUNDED = settings(
    max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
TARGETS = {field.name: field.target for each in registry.standard() for field in each.fields.values() if field.target}
OWN = {"read": "own", "create": "all", "update": "own", "delete": "none"}
# Reads little, has fields hidden, and one object wholly.
NARROW: dict[str, Any] = {
    "format": "plexus-setup", "version": 1,
    "roles": {"narrow": {
        "name": "Narrow", "grants": {"*": OWN, "accounts": {**OWN, "read": "all"}, "products": {"read": "none"}},
        "fields": {"accounts": {"industry": "hidden", "city": "read_only"}, "deals": {"amount": "hidden"}},
    }},
}  # fmt: skip


class Program:
    """The tokens of two people, the document that they read, and ids of things that are there."""

    def __init__(self, server: Running) -> None:
        self.server = server
        self.statuses: Counter[int] = Counter()
        self.met: set[str] = set()
        self.narrow = self._hired_for_little()
        self.aim = Aim(server)
        self.known = self.aim.known
        self.document = schemathesis.openapi.from_url(
            f"{server.url}/api/v1/openapi.json", headers={"Authorization": server.session.headers["Authorization"]}
        )
        self.operations = [result.ok() for result in self.document.get_all_operations()]  # type: ignore[union-attr]

        self.cases = {each.label: _cases(each) for each in self.operations}

    def _hired_for_little(self) -> str:
        """The token of somebody new of whom much is kept."""
        made = self.server.post("/setup", {"setup": NARROW})
        assert made.status_code == 200, made.content
        return self.server.hired(f"{uuid4().hex}@example.com", role="narrow")

    def aims(self, operation: Any, turn: int) -> Iterator[str]:
        """Send the request of one operation that ought to succeed; what was found wrong with the answer."""
        path, method = operation.path, operation.method.upper()
        places = self.aim.places(path, method, turn)
        body = self.aim.body(path, method, places)
        headers = self.aim.headers(path, method, places)
        query = self.aim.query(path, method, turn)
        parts = {name: each for name, each in places.items() if f"{{{name}}}" in path}
        case = operation.Case(path_parameters=parts, query=query, headers=headers)
        sent = _as_form(body) if self.aim.takes_form(path, method) else {} if body is None else {"json": body}
        answer = self.server.ask(method, path.format(**parts), params=query, headers=headers, **sent)
        self._note(operation, answer)
        try:
            case.validate_response(answer, checks=CHECKED)
        except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - every fault is told, not only the first
            yield f"{operation.label}: {_whole(error)}"

    def _note(self, operation: Any, answer: Any) -> None:
        self.statuses[answer.status_code] += 1
        if answer.status_code < 400:
            self.met.add(operation.label)

    def asks(self, operation: Any, turn: int) -> Iterator[str]:
        """Send some requests of one operation; what was found wrong."""

        @seed(turn)
        @BOUNDED
        @given(self.cases[operation.label], st.booleans(), st.integers(0), st.integers(0, 2))
        def ask(case: Any, meant: bool, number: int, who: int) -> None:
            if meant or (case.method == "DELETE" and number % 4):
                self._aim(case, number % IDS)
            if number % 4 != 1:
                (case.headers or {}).pop("Idempotency-Key", None)
            answer = case.call(headers=self._headers(narrow=not who), session=self.server.session, timeout=60)
            self._note(operation, answer)
            case.validate_response(answer, checks=CHECKED)

        try:
            ask()
        except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - every fault is told, not only the first
            yield f"{operation.label}: {_whole(error)}"

    def _headers(self, *, narrow: bool) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.narrow if narrow else self.server.secret}"}

    def _aim(self, case: Any, number: int) -> None:
        """Ids that are there in the place of made-up ones, and the version that a delete must name."""
        first = case.path.split("/")[1]
        if "id" in (case.path_parameters or {}) and self.known.get(first):
            case.path_parameters["id"] = key = self.known[first][number % len(self.known[first])]
            case.headers = {**(case.headers or {}), **self.aim.headers(case.path, case.method, {"id": key})}
        if isinstance(case.body, dict):
            for name in case.body.keys() & TARGETS.keys():
                if ids := self.known[TARGETS[name]]:
                    case.body[name] = ids[number % len(ids)]

    def stays(self) -> None:
        """A request may have taken somebody's rights: then somebody new goes on."""
        if self.server.get("/me").json().get("is_administrator") is not True:
            self.server.come_in(f"{uuid4().hex}@example.com")
        if self.server.get("/me", headers=self._headers(narrow=True)).status_code != 200:
            self.narrow = self._hired_for_little()


def _as_form(shown: Any) -> dict[str, Any]:
    """A form as the document shows it: its files, and all else as text."""
    given = dict(shown or {})
    texts = given.pop("file", "Ten lathes.")
    files = [("file", ("rows.csv", each, "text/csv")) for each in ([texts] if isinstance(texts, str) else texts)]
    return {"files": files, "data": {name: json.dumps(each) for name, each in given.items()}}


def _cases(operation: Any) -> st.SearchStrategy[Any]:
    """Requests as the document wants them, and others."""
    return st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in MODES))


def _whole(error: BaseException) -> str:
    parts = getattr(error, "exceptions", ())
    return "\n".join([str(error), *(_whole(each) for each in parts)])


def turns(operations: list[Any]) -> Iterator[tuple[int, Any]]:
    """Every operation once, and again in another order until the time is over."""
    ends, turn = time.monotonic() + SECONDS, 0
    while True:
        mixed = random.Random(turn).sample(operations, len(operations))  # noqa: S311 - no secret
        for each in mixed:
            if turn and time.monotonic() > ends:
                return
            yield turn, each
        turn += 1


# What the demo has none of: people make these themselves.
BARE = {"field-rules", "files", "follows", "layouts", "list-members", "lists", "quality-standards", "views"}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with running(founded(tmp_path_factory, "--demo"), "--demo", workspace="demo") as server:
        yield Program(server)


def test_every_object_has_something_to_ask_for(program: Program) -> None:
    # The made-up company defines nothing of its own.
    assert [
        name for name, ids in program.known.items() if not ids and name not in BARE and not name.startswith("custom-")
    ] == []


@pytest.mark.slow
@pytest.mark.timeout(SECONDS * 3 + 240)
def test_the_server_keeps_every_promise_of_its_document(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    faults: list[str] = []

    for number, (turn, operation) in enumerate(turns(program.operations)):
        for fault in (*program.aims(operation, turn), *program.asks(operation, turn)):
            faults.append(fault)
            with capsys.disabled():
                print(f"turn {turn}: {fault}\n", flush=True)  # noqa: T201
        if number % 20 == 0:
            program.stays()

    with capsys.disabled():
        print(  # noqa: T201
            f"\n{program.statuses.total()} requests, {len(program.operations)} operations, of which "
            f"{len(program.met)} once did as asked: {program.statuses}"
        )
        print("never done:", sorted({each.label for each in program.operations} - program.met))  # noqa: T201
    assert not faults, "\n\n".join(faults)
    beside = {"imports", "exports", "causes", "jobs", "webhooks"}
    assert {each.path.split("/")[1] for each in program.operations} >= {*EVERY, *beside}
    assert program.statuses.total() > 1_000
    assert len(program.met) >= DONE * len(program.operations)
    assert min(program.statuses[status] for status in (200, 201, 204, 404, 422)) > 10
