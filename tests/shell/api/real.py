"""Plexus in processes of its own, as an operator runs it, and a program that asks it over the network."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from tests.site.running import plexus, up

MANY = str(10**7)
RATES = ("API_RATE", "API_FAILURES", "ADDRESS_RATE", "EXPORT_RATE", "IMPORT_RATE")


class Running:
    """A program with an administrator's token at a running Plexus."""

    def __init__(self, url: str, data: Path, workspace: str = "main") -> None:
        self.url, self.data, self.workspace = url, data, workspace
        self.session = requests.Session()
        self.come_in("program@example.com")

    def come_in(self, email: str, *, role: str = "administrator", scopes: tuple[str, ...] = ()) -> str:
        """Hire somebody and use a token of theirs from now on; gives the token."""
        secret = self.hired(email, role=role, scopes=scopes)
        self.session.headers["Authorization"] = f"Bearer {secret}"
        return secret

    @property
    def secret(self) -> str:
        """The token in use."""
        return str(self.session.headers["Authorization"]).removeprefix("Bearer ")

    def hired(self, email: str, *, role: str, scopes: tuple[str, ...] = ()) -> str:
        """Hire somebody; gives a token of theirs."""
        added = plexus("user", "add", email, "--role", role, *self._place())
        assert added.returncode == 0, added.stderr
        return self.token(email, *scopes)

    def token(self, email: str, *scopes: str) -> str:
        """A new token of somebody."""
        bounds = [part for each in scopes for part in ("--scope", each)]
        return plexus("token", "create", "--user", email, *bounds, *self._place()).stdout.strip()

    def _place(self) -> tuple[str | Path, ...]:
        return "--workspace", self.workspace, "--data", self.data

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        """One request to a path below /api/v1."""
        return self.session.request(method, f"{self.url}/api/v1{path}", timeout=60, **more)

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> requests.Response:
        return self.ask("POST", path, **more) if body is None else self.ask("POST", path, json=body, **more)

    def finished(self, address: str, *, seconds: float = 60) -> dict[str, Any]:
        """What stands at an address once its work is over."""
        ends = time.monotonic() + seconds
        while True:
            found: dict[str, Any] = self.session.get(self.url + address, timeout=30).json()
            if found.get("state") in {"done", "failed", "cancelled"}:
                return found
            assert time.monotonic() < ends, found
            time.sleep(0.2)


@contextmanager
def running(folder: Path, *arguments: str, workspace: str = "main") -> Iterator[Running]:
    """Plexus within the block."""
    settings = {f"PLEXUS_{each}": MANY for each in RATES} | {"PLEXUS_WEBHOOK_NETWORKS": "127.0.0.0/8"}
    with up(folder, "--port", "0", *arguments, **settings) as found:
        assert "url" in found.ready, f"Plexus did not start: {found.ready}"
        yield Running(found.ready["url"], folder, workspace)
