"""`plexus up` as an operator runs it, whose parts can be killed, and which is started again when all of it died."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from bench.product import UNLIMITED

TARGETS = ("web", "web worker", "worker", "database", "backend", "supervisor")
WHOLE = {"web", "web worker", "worker", "database"}
# What comes and goes while parts start.
PASSING = {"gone", "other", "preparation"}
SETTINGS = {**UNLIMITED, "PLEXUS_WEB_WORKERS": "2", "LC_ALL": "C.UTF-8"}


def environment() -> dict[str, str]:
    """Ours without settings of Plexus, with those of this run."""
    ours = ("PLEXUS_", "DATABASE_", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | SETTINGS


def command(*arguments: str | Path) -> str:
    """Run a command of the product to its end; what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "plexus", *arguments], env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"plexus {' '.join(map(str, arguments))}: {done.stdout}{done.stderr}")
    return done.stdout.strip()


class Plexus:
    """A running Plexus on a folder and a port that stay the same however often it dies."""

    def __init__(self, data: Path, log: Path) -> None:
        self.data, self.log, self.port = data, log, _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._life = threading.Lock()
        self.start()

    def start(self) -> None:
        """Start it and wait until it says that it runs."""
        said = [sys.executable, "-m", "plexus", "up", "--json", "--data", str(self.data), "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                said, env=environment(), stdout=subprocess.PIPE, stderr=log, start_new_session=True
            )
        if self._process.stdout is None or not self._process.stdout.readline():
            raise RuntimeError(f"Plexus does not start. {self.log.read_text()[-2000:]}")

    @property
    def process(self) -> psutil.Process:
        """The supervisor."""
        if self._process is None:
            raise RuntimeError("Plexus was not started.")
        return psutil.Process(self._process.pid)

    def stop(self) -> None:
        """End it in order."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(120)

    def kill(self, target: str, chance: random.Random) -> int | None:
        """Kill a part without a word; its process, none where there is no such part.

        A killed supervisor is started again, as an init would.
        """
        if target == "supervisor":
            return self._kill_all()
        victims = sorted(self._parts(target), key=lambda each: each.pid)
        if not victims:
            return None
        victim = chance.choice(victims)
        try:
            victim.kill()
        except psutil.NoSuchProcess:
            return None
        return int(victim.pid)

    def _kill_all(self) -> int:
        killed = int(self.process.pid)
        self.process.kill()
        if self._process is not None:
            self._process.wait(60)
        self.start()
        return killed

    def _parts(self, target: str) -> Iterator[psutil.Process]:
        for kind, each in self.everything():
            if kind == target:
                yield each

    def everything(self) -> Iterator[tuple[str, psutil.Process]]:
        """Every process by what it is; one that ends meanwhile is none."""
        for part in _children(self.process):
            kind = _kind(part)
            yield kind, part
            below = {"web": "web worker", "database": "backend"}.get(kind)
            yield from ((below, each) for each in _children(part) if below)

    def memory(self) -> dict[str, float]:
        """Proportional set size in MB by part."""
        found = {"supervisor": _size(self.process)}
        for kind, each in self.everything():
            if kind in PASSING:
                continue
            name = {"web worker": "web", "backend": "database"}.get(kind, kind)
            found[name] = found.get(name, 0.0) + _size(each)
        return {name: round(size, 1) for name, size in found.items()}

    def is_ready(self) -> bool:
        """Whether web and database answer."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            connection.request("GET", "/readyz", headers={"Host": "localhost"})
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False

    def recovered(self, killed: int = 0, *, patience: float = 120.0) -> float:
        """Seconds until the killed process is gone and web, database and worker are all there."""
        begun = time.monotonic()
        while not self._is_whole_without(killed):
            if time.monotonic() - begun > patience:
                raise RuntimeError(f"Plexus did not come back in {patience:.0f} s.\n{self.log.read_text()[-3000:]}")
            time.sleep(0.05)
        return time.monotonic() - begun

    def _is_whole_without(self, killed: int) -> bool:
        there = {kind for kind, each in self.everything() if each.pid != killed}
        return not _runs(killed) and there >= WHOLE and self.is_ready()

    def check(self) -> dict[str, bool]:
        """What `plexus check` finds, by name."""
        said = subprocess.run(
            [sys.executable, "-m", "plexus", "check", "--json", "--data", str(self.data)],
            env=environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        found: dict[str, bool] = {}
        for each in json.loads(said.stdout)["findings"]:
            found[each["name"]] = found.get(each["name"], True) and each["good"]
        return found


def eventually(holds: Callable[[], bool], *, seconds: float) -> bool:
    """Whether something comes true in time."""
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            return False
        time.sleep(0.25)
    return True


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        children: list[psutil.Process] = process.children()
    except psutil.Error:
        return []
    return children


def _kind(process: psutil.Process) -> str:
    try:
        command = " ".join(process.cmdline())
        return "database" if process.name() == "postgres" else _of_python(command)
    except psutil.Error:
        return "gone"


def _of_python(command: str) -> str:
    kinds = {"serving.web": "web", "plexus worker": "worker", "preparing": "preparation"}
    return next((kind for mark, kind in kinds.items() if mark in command), "other")


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE if pid else False
    except psutil.Error:
        return False


def _size(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss / 2**20)
    except psutil.Error:
        return 0.0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
