"""One client with one connection that stays open, signed in and bearing a token."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any

from bench.filling import Entry


class Browser:
    """Asks the running product; anything but success is an error, so that no refusal counts as fast."""

    def __init__(self, port: int, entry: Entry) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self._session = {"Cookie": f"sessionid={entry.session}"}
        self._token = {"Authorization": f"Bearer {entry.token}", "Content-Type": "application/json"}

    def get(self, path: str) -> bytes:
        """The page or document at a path."""
        return self._ask("GET", path, None)

    def post(self, path: str, document: Mapping[str, Any]) -> bytes:
        """What the API answers to a new record."""
        return self._ask("POST", path, json.dumps(document).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> bytes:
        known = self._token if path.startswith("/api/") else self._session
        self._connection.request(method, path, body, known)
        answer = self._connection.getresponse()
        said = answer.read()
        if answer.status not in {200, 201, 202}:
            raise RuntimeError(f"{method} {path}: {answer.status} {said[:500]!r}")
        return said
