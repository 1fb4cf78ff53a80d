"""The parts that Plexus is made of when it runs: each a process that can be started, watched and stopped."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from typing import Protocol

from plexus.site.serving import dying
from plexus.site.serving.postgres.server import Server


class Part(Protocol):
    """Something that the supervisor keeps running."""

    name: str

    def start(self) -> None:
        """Start it, perhaps again after a crash; it is of use when this returns or soon after."""

    def exit_code(self) -> int | None:
        """None while it runs."""

    def stop(self) -> None:
        """End it in order, and wait for that."""


class PythonPart:
    """A Python module of ours in a process group of its own, on our standard error."""

    def __init__(
        self,
        name: str,
        arguments: list[str],
        environment: Mapping[str, str],
        *,
        patience: float,
        stdout: int | None = None,
    ) -> None:
        self.name = name
        self._command = [sys.executable, "-m", *arguments]
        self._environment = environment
        self._patience = patience
        self._stdout = stdout
        self._output = b""
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process, and end what a crash left of it; the kernel ends it should we die."""
        self.stop()
        self._process = subprocess.Popen(
            self._command,
            env={**os.environ, **self._environment},
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr.fileno() if self._stdout is None else self._stdout,
            start_new_session=True,
            # Killed, not asked: with the supervisor its database dies too, and who waits for that waits for ever.
            preexec_fn=dying.with_parent(signal.SIGKILL),  # noqa: PLW1509
        )

    def output(self) -> str:
        """Wait for its end; all that it wrote to the pipe that it was given as stdout. May be asked again."""
        if self._process is not None and not self._output:
            self._output, _errors = self._process.communicate()
        return self._output.decode()

    def exit_code(self) -> int | None:
        """None while it runs, and before it was started."""
        return self._process.poll() if self._process is not None else None

    def stop(self) -> None:
        """Ask the process to end; when it does not, or leaves children behind, kill its whole group."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(self._patience)
        except subprocess.TimeoutExpired:
            pass
        self._kill_group(self._process.pid)
        self._process.wait()

    def _kill_group(self, leader: int) -> None:
        try:
            os.killpg(leader, signal.SIGKILL)
        except ProcessLookupError:
            pass


class DatabasePart:
    """The embedded PostgreSQL."""

    name = "database"

    def __init__(self, server: Server) -> None:
        self._server = server

    def start(self) -> None:
        """Start it again after a crash; its address stays."""
        self._server.start()

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._server.process.poll()

    def stop(self) -> None:
        """Write everything down and end."""
        self._server.stop()
