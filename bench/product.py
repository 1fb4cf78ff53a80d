"""The whole product as an operator runs it: `plexus up` on a folder of its own, with its own PostgreSQL."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import django
import psutil

from plexus.site.serving.folders import DataFolder
from plexus.site.serving.postgres.server import running_url

# What would answer instead of the product when one client asks without pause.
UNLIMITED = {
    "PLEXUS_API_RATE": "1000000000", "PLEXUS_ADDRESS_RATE": "1000000000", "PLEXUS_EXPORT_RATE": "1000000000",
    "PLEXUS_IMPORT_RATE": "1000000000", "PLEXUS_LOG_LEVEL": "WARNING",
}  # fmt: skip


@dataclass(frozen=True)
class Product:
    """Plexus that runs: where it answers, where its database is, and the process above all of its others."""

    port: int
    database_url: str
    process: psutil.Process

    def memory(self) -> dict[str, float]:
        """Proportional set size in MB by kind of process."""
        found: dict[str, float] = {}
        for each in (self.process, *self.process.children(recursive=True)):
            try:
                kind, size = _kind(each), each.memory_full_info().pss / 2**20
            except psutil.Error:
                continue
            found[kind] = round(found.get(kind, 0.0) + size, 1)
        return found | {"together": round(sum(found.values()), 1)}


def _kind(process: psutil.Process) -> str:
    command = " ".join(process.cmdline())
    kinds = {"postgres": "database", "serving.web": "web", "worker": "worker", "spawn_main": "web"}
    return next((kind for mark, kind in kinds.items() if mark in command), "supervisor")


@contextmanager
def running(kept: Path | None = None, **settings: str) -> Iterator[Product]:
    """Start it, let this process's Django see its database, and stop it at the end.

    On a folder that is kept, or else on an empty one that goes with it.
    """
    with tempfile.TemporaryDirectory(prefix="plexus-bench-") as folder:
        data = kept or Path(folder) / "data"
        command = [sys.executable, "-m", "plexus", "up", "--json", "--data", str(data), "--port", "0"]
        process = subprocess.Popen(
            command, env={**_environment(), **UNLIMITED, **settings}, stdout=subprocess.PIPE, start_new_session=True
        )
        try:
            yield _ready(process, data)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(120)


def _ready(process: subprocess.Popen[bytes], data: Path) -> Product:
    if process.stdout is None:
        raise RuntimeError("Plexus says nothing.")
    said = json.loads(process.stdout.readline())
    if "url" not in said:
        raise RuntimeError(f"Plexus does not start: {said}")
    url = running_url(DataFolder(data).place.database) or ""
    os.environ |= {"PLEXUS_DATA": str(data), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "plexus.site.settings"}
    django.setup()
    return Product(urlsplit(said["url"]).port or 0, url, psutil.Process(process.pid))


def _environment() -> dict[str, str]:
    """Ours, without settings of Plexus that would change what is measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PLEXUS_", "DATABASE_"))}
