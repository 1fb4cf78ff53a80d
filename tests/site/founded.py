"""Data folders on which Plexus has run before: made once for all workers of a test run, copied by whoever needs one."""

from __future__ import annotations

import fcntl
import os
import subprocess
from pathlib import Path

import pytest
from tests.site.running import up


def founded(factory: pytest.TempPathFactory, *arguments: str) -> Path:
    """A folder of one's own, on which `plexus up` has run with these arguments."""
    folder = factory.mktemp("founded") / "data"
    copied(mould(factory, *arguments), folder)
    return folder


def mould(factory: pytest.TempPathFactory, *arguments: str) -> Path:
    """The folder that is copied; nobody runs Plexus on it."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made = shared / "".join(("mould", *arguments))
    with (shared / f"{made.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            making = shared / f"{made.name}.new"
            with up(making, "--port", "0", *arguments) as running:
                assert "url" in running.ready, f"Plexus did not start: {running.ready}"
            making.rename(made)
    return made


def copied(folder: Path, to: Path) -> None:
    """Copy a data folder as it is, owners included."""
    subprocess.run(["cp", "--archive", folder, to], check=True)
