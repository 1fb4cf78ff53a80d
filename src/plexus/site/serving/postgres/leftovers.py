"""What an earlier run left behind in a database folder: a pid file, a socket folder, perhaps living processes."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from plexus.site.serving.postgres.troubles import StillHeld

SOCKETS = "plexus-"


def link(folder: Path) -> Path:
    """The link, beside the database folder, to the private folder of its server's socket."""
    return folder.with_name("sockets")


def end(folder: Path, *, patience: float) -> None:
    """End what still works in the folder, then remove its pid file. The caller holds the folder's lock."""
    _end(folder, patience=patience)
    (folder / "postmaster.pid").unlink(missing_ok=True)


def unlink_sockets(folder: Path) -> None:
    """Remove the socket folder, if it is one of ours, and the link to it."""
    beside = link(folder)
    if not beside.is_symlink():
        return
    sockets = beside.readlink()
    if sockets.name.startswith(SOCKETS):
        shutil.rmtree(sockets, ignore_errors=True)
    beside.unlink()


def _end(folder: Path, *, patience: float) -> None:
    for signum, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, patience), (signal.SIGKILL, 10.0)):
        for pid in _postmasters(folder):
            _send(pid, signum)
        if _gone(folder, within=seconds):
            return
    raise StillHeld(folder=folder, pids=", ".join(map(str, _workers(folder))))


def _gone(folder: Path, *, within: float) -> bool:
    end = time.monotonic() + within
    while any(_workers(folder)):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def _workers(folder: Path) -> Iterator[int]:
    """Every PostgreSQL process of this folder: each has it as its working directory, and by that we know it."""
    for process in psutil.process_iter():
        try:
            if process.name() == "postgres" and _working_directory(process.pid).samefile(folder):
                yield process.pid
        except (OSError, psutil.Error):
            continue


def _working_directory(pid: int) -> Path:
    return Path(f"/proc/{pid}/cwd") if psutil.LINUX else Path(psutil.Process(pid).cwd())


def _postmasters(folder: Path) -> Iterator[int]:
    workers = set(_workers(folder))
    for pid in workers:
        try:
            if psutil.Process(pid).ppid() not in workers:
                yield pid
        except psutil.Error:
            continue


def _send(pid: int, signum: signal.Signals) -> None:
    try:
        os.kill(pid, signum)
    except ProcessLookupError:
        pass
