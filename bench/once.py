"""What is done once to very many records: a bulk command, an import, an export, with their time and their memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import psutil
import psycopg

from bench.browser import Browser
from bench.filling import SLUG, Entry
from bench.importing import beside_copy, write_file
from bench.product import Product

GLANCE = 0.05


@dataclass(frozen=True)
class Done:
    """How many rows, how long, and the most memory of the processes that did it, PostgreSQL aside, in MB.

    Of a command it is all that its process had, of a request what those that serve had more than before. Beside an
    import stands how many rows a second COPY brings into the same indexed table.
    """

    what: str
    rows: int
    seconds: float
    memory: float
    copy: float | None = None


def tag(browser: Browser, running: Product, below: int) -> Done:
    """A tag on all contacts of a low score, by one command to the API."""
    named = f"bench {int(time.time())}"
    document = {"filter": {"field": "score", "op": "lt", "value": below}, "params": {"tags": [named]}}
    started = time.perf_counter()
    with _Watch(running) as watch:
        changed = _ended(browser, json.loads(browser.post("/api/v1/contacts/actions/add-tags", document)))["changed"]
    return Done(f"bulk command, {changed:,} contacts tagged", changed, time.perf_counter() - started, watch.most)


def _ended(browser: Browser, job: dict[str, Any]) -> dict[str, Any]:
    """What came of a job that a worker does; raises `RuntimeError` for one that failed."""
    while job["state"] in {"queued", "running"}:
        time.sleep(GLANCE)
        job = json.loads(browser.get(f"/api/v1/jobs/{job['id']}"))
    if job["state"] != "done":
        raise RuntimeError(f"{job['label']}: {job['state']} {job['error']}")
    return dict(job["result"])


def export(rows: int) -> Done:
    """All contacts into a CSV file by the product's own command."""
    with tempfile.TemporaryDirectory(prefix="plexus-bench-") as folder:
        file = Path(folder) / "contacts.csv"
        seconds, memory = _command("export", "contacts", str(file), "--workspace", SLUG)
        with file.open("rb") as opened:
            lines = sum(each.count(b"\n") for each in iter(lambda: opened.read(1 << 20), b"")) - 1
    if lines < rows:
        raise RuntimeError(f"Only {lines} of {rows} rows are in the file.")
    return Done(f"export of {lines:,} contacts (CSV)", lines, seconds, memory)


def bring_in(owner: psycopg.Connection, entry: Entry, first: int, count: int) -> Done:
    """So many new contacts out of a CSV file by the product's own command, between two COPYs of such rows."""
    with tempfile.TemporaryDirectory(prefix="plexus-bench-") as folder:
        file = Path(folder) / "contacts.csv"
        write_file(file, first, count)
        with beside_copy(owner, entry, first, count) as copied:
            seconds, memory = _command("import", "contacts", str(file), "--workspace", SLUG, "--mode", "create")
    return Done(f"import of {count:,} contacts (CSV)", count, seconds, memory, copied[0])


class _Watch:
    """The most memory that some processes take together while a block runs, above what they had, in MB."""

    def __init__(self, running: Product) -> None:
        self._processes = [running.process, *running.process.children(recursive=True)]
        self._before, self.most, self._over = self._together(), 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(GLANCE):
            self.most = max(self.most, self._together() - self._before)

    def _together(self) -> float:
        return sum(_resident(each) for each in self._processes if "postgres" not in _name(each))


def _name(process: psutil.Process) -> str:
    try:
        return str(process.name())
    except psutil.Error:
        return ""


def _command(*arguments: str) -> tuple[float, float]:
    """Seconds and peak memory of one command of the product."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "plexus", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    watched, most = psutil.Process(process.pid), 0.0
    while process.poll() is None:
        most = max(most, _resident(watched))
        time.sleep(GLANCE)
    if process.returncode:
        said = process.stdout.read() if process.stdout else ""
        raise RuntimeError(f"plexus {' '.join(arguments)}: {said}")
    return time.perf_counter() - started, most


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 2**20
    except psutil.Error:
        return 0.0
