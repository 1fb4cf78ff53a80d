"""Plexus as an operator runs it: a process of its own, on a folder of its own."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[2] / "src"


def environment(**more: str) -> dict[str, str]:
    """Ours, without what the test run itself added, and in English."""
    ours = ("PLEXUS_", "DATABASE_", "DJANGO_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PYTHONPATH": str(SOURCE), "LC_ALL": "C.UTF-8", "PLEXUS_WEB_WORKERS": "1", **more}


def plexus(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [sys.executable, "-m", "plexus", *arguments]
    return subprocess.run(command, env=environment(**more), capture_output=True, text=True, check=False, timeout=120)


class Up:
    """A running `plexus up`."""

    def __init__(self, data: Path, *arguments: str, **more: str) -> None:
        command: list[str | Path] = [sys.executable, "-m", "plexus", "up", "--json", "--data", data]
        command += arguments or ("--port", "0")
        self.process = subprocess.Popen(
            command, env=environment(**more), stdout=subprocess.PIPE, start_new_session=True
        )
        assert self.process.stdout is not None
        with self.process.stdout as said:
            line = said.readline()
        self.ready: dict[str, Any] = json.loads(line) if line else {}

    def status(self, path: str) -> int:
        """What it answers at this path."""
        with urllib.request.urlopen(self.ready["url"] + path, timeout=10) as answer:
            return int(answer.status)

    def stop(self, signum: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal to the supervisor alone and wait for its end."""
        self.process.send_signal(signum)
        return self.process.wait(60)


@contextmanager
def up(data: Path, *arguments: str, **more: str) -> Iterator[Up]:
    """Running within the block."""
    running = Up(data, *arguments, **more)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()
