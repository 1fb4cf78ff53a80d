"""One Plexus per data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class AlreadyRunning(Refusal):
    """Another Plexus holds the data folder."""

    message = _(
        "Plexus is already running on %(folder)s (process %(pid)s). Stop that one first, or use another --data."
    )


@dataclass(frozen=True)
class Hold:
    """A held data folder, and how its last holder left it."""

    left_cleanly: bool


@contextmanager
def held(folder: Path) -> Iterator[Hold]:
    """Hold the data folder until the end of the block, or of this process however it ends. Raises AlreadyRunning.

    The lock file names the holder; it is empty after a clean end, and only then.
    """
    with (folder / "lock").open("a+") as file:
        file.seek(0)
        holder = file.read().strip()
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(folder=folder, pid=holder) from None
        _write(file, str(os.getpid()))
        yield Hold(left_cleanly=not holder)
        _write(file, "")


def is_held(folder: Path) -> bool:
    """Whether a Plexus holds the data folder at this moment."""
    try:
        file = (folder / "lock").open("rb")
    except FileNotFoundError:
        return False
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _write(file: TextIO, text: str) -> None:
    file.truncate(0)
    file.write(text)
    file.flush()
