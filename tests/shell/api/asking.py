"""Asking the API as a program does: a token, JSON in, JSON out."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any
from urllib.parse import urlencode

import orjson
from django.test import Client

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Token
from plexus.kernel.workspaces.scope import enter


def a_token(actor: Actor, *, scopes: tuple[str, ...] = ("*",)) -> str:
    """The secret of a new token of an actor."""
    assert actor.person_id
    secret = f"plx_{secrets.token_urlsafe(16)}"
    enter(actor.workspace_id)
    Token.objects.create(
        workspace_id=actor.workspace_id, person_id=actor.person_id, name="tests", prefix=secret[:8],
        digest=hashlib.sha256(secret.encode()).digest(), scopes=list(scopes),
    )  # fmt: skip
    return secret


class Api:
    """A program with the token of an actor."""

    def __init__(self, actor: Actor, **scopes: Any) -> None:
        self.actor = actor
        self.secret = a_token(actor, **scopes)
        self.client = Client(raise_request_exception=False)

    def send(self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, **headers: Any) -> Any:
        """One request; headers as keywords with underscores."""
        content = raw if raw is not None else b"" if body is None else orjson.dumps(body, default=str)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = named.pop("Content-Type", "application/json" if content else "")
        return self.client.generic(
            method, f"/api/v1{path}", content, kind, headers={"Authorization": f"Bearer {self.secret}", **named}
        )

    def get(self, path: str, **headers: Any) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: Any) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: Any) -> Any:
        return self.send("PATCH", path, body, **headers)

    def put(self, path: str, body: Any, **headers: Any) -> Any:
        return self.send("PUT", path, body, **headers)

    def delete(self, path: str, **headers: Any) -> Any:
        return self.send("DELETE", path, **headers)


def quoted(**parameters: Any) -> str:
    """A query string; lists and objects as JSON."""
    texts = {name: each if isinstance(each, str) else orjson.dumps(each).decode() for name, each in parameters.items()}
    return "?" + urlencode(texts)
