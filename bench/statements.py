"""How many statements one request sends to PostgreSQL, the transaction's own not counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.browser import Browser
from bench.filling import Entry


class Inside(Browser):
    """The same requests, answered by Django in this process."""

    def __init__(self, entry: Entry) -> None:
        from django.test import Client

        self._client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {entry.token}"})
        self._client.cookies["sessionid"] = entry.session

    def _ask(self, method: str, path: str, body: bytes | None) -> bytes:
        answer = self._client.generic(method, path, body or b"", content_type="application/json")
        if answer.status_code not in {200, 201}:
            raise RuntimeError(f"{method} {path}: {answer.status_code}")
        return bytes(answer.content)


def counted(do: Callable[[], object]) -> int:
    """How many statements something sends, the second time it is done."""
    from django.db import connection

    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        sent.append(sql)
        return execute(sql, *rest)

    do()
    with connection.execute_wrapper(note):
        do()
    return len(sent)
