"""A real server that listens for webhooks on this machine and answers as a test wants."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson


@dataclass
class Heard:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.body)
        return found

    @property
    def name(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Listener:
    """What was heard, and how to answer: a status, headers, a body, and how long that takes, byte for byte."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    status: int | Callable[[Heard], int] = 204
    headers: dict[str, str] = field(default_factory=dict)
    answer: bytes = b""
    slow: float = 0
    drips: float = 0

    def types(self) -> list[str]:
        return [each.said["type"] for each in self.heard]

    def now(self) -> list[Any]:
        """The record's name in each message."""
        return [(each.said["data"].get("now") or {}).get("name") for each in self.heard]


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener within the block."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard = Heard(self.path, {name.lower(): each for name, each in self.headers.items()}, body)
            listener.heard.append(heard)
            time.sleep(listener.slow)
            status = listener.status(heard) if callable(listener.status) else listener.status
            try:
                self.send_response(status)
                for name, value in listener.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for byte in listener.answer:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(listener.drips)
            except OSError:
                pass

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    listener.url = f"http://127.0.0.1:{server.server_address[1]}/hooks"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
