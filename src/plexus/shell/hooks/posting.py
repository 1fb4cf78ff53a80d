"""Sending one body to one address: no redirects, no cookies, little time, and an answer that is read only so far."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer

from plexus.shell.hooks.guarding import Guard, Refused, Target

CONNECTS_WITHIN = 5.0
ANSWERS_WITHIN = 15.0
READ = 4_096
Clock = Callable[[], int]


@dataclass(frozen=True)
class Reply:
    """What came back: a status with the beginning of the answer, or an error's code."""

    milliseconds: int
    status: int | None = None
    error: str = ""
    text: str = ""
    retry_after: int = 0

    @property
    def arrived(self) -> bool:
        """Whether the message was taken."""
        return self.status is not None and 200 <= self.status < 300


def post(url: str, headers: Mapping[str, str], body: bytes, guard: Guard, *, seconds: float = ANSWERS_WITHIN) -> Reply:
    """Send a body; whatever goes wrong is told by a code and never raised."""
    began = time.monotonic()

    def since() -> int:
        return int((time.monotonic() - began) * 1000)

    try:
        target = guard.judge(url)
        address = guard.address_of(target)
    except Refused as refused:
        return Reply(since(), error=refused.code)
    timed_out: list[bool] = []
    try:
        with _connected(target, address, seconds, timed_out) as connection:
            return _asked(connection, target, headers, body, since)
    except TimeoutError:
        return Reply(since(), error="timeout")
    except ssl.SSLCertVerificationError:
        return Reply(since(), error="certificate")
    except ssl.SSLError:
        return Reply(since(), error="timeout" if timed_out else "tls")
    except (OSError, http.client.HTTPException, ValueError):
        return Reply(since(), error="timeout" if timed_out else "connection")


@contextmanager
def _connected(target: Target, address: str, seconds: float, timed_out: list[bool]) -> Iterator[_Connection]:
    """A connection that is cut when its time is over, which is then noted, and closed in any case."""
    connection = _Connection(target, address)
    timer = Timer(seconds, _cut, (connection, timed_out))
    timer.daemon = True
    timer.start()
    try:
        yield connection
    finally:
        timer.cancel()
        connection.close()


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was judged, under the name that was asked for."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=CONNECTS_WITHIN)
        self.target, self.address = target, address
        self.held: socket.socket | None = None

    def connect(self) -> None:
        """Connect to that address and no other."""
        self.sock = socket.create_connection((self.address, self.target.port), self.timeout)
        if self.target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host)
        self.sock.settimeout(ANSWERS_WITHIN)
        self.held = self.sock  # While the answer is read, http.client has let go of it.


def _asked(connection: _Connection, target: Target, headers: Mapping[str, str], body: bytes, since: Clock) -> Reply:
    named = {**headers, "Host": target.name, "Content-Length": str(len(body)), "Connection": "close"}
    connection.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
    for name, value in named.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    text = answer.read(READ).decode("utf-8", "replace").replace("\x00", "")
    return Reply(since(), answer.status, text=text, retry_after=_seconds(answer.headers.get("Retry-After", "")))


def _seconds(text: str) -> int:
    return min(int(text), 86_400) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _cut(connection: _Connection, timed_out: list[bool]) -> None:
    """End a conversation that takes too long, however busy it keeps."""
    timed_out.append(True)
    if connection.held is not None:
        with suppress(OSError):
            connection.held.shutdown(socket.SHUT_RDWR)
