"""Keeping the parts running: what crashes is started again, less and less eagerly."""

import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from plexus.site.serving.parts import Part

LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0
GLANCE = 0.25


class Stop(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


@dataclass
class Watched:
    """A part, with what happened to it. Instants are of the monotonic clock, in seconds."""

    part: Part
    started_at: float
    crashes: int = 0
    again_at: float | None = None

    def look(self, now: float) -> None:
        """Note a crash, or start the part again when its pause is over."""
        if self.again_at is not None:
            if now >= self.again_at:
                self._start_again(now)
        elif (code := self.part.exit_code()) is not None:
            self._note_crash(code, now)

    def _note_crash(self, code: int, now: float) -> None:
        self.crashes = 1 if now - self.started_at > STEADY_AFTER else self.crashes + 1
        self.again_at = now + pause_after(self.crashes)
        print(f"plexus: {self.part.name} ended ({code}); starting it again", file=sys.stderr, flush=True)

    def _start_again(self, now: float) -> None:
        self.again_at = None
        self.started_at = now
        self.part.start()


def pause_after(crashes: int) -> float:
    """Seconds to wait before a part that crashed this many times in a row is started again."""
    return float(min(0.25 * 2**crashes, LONGEST_PAUSE))


def watch(parts: Sequence[Watched]) -> None:
    """One glance at every part."""
    now = time.monotonic()
    for watched in parts:
        watched.look(now)


@contextmanager
def stoppable() -> Iterator[None]:
    """Within the block SIGINT and SIGTERM raise Stop, which ends the block quietly."""
    before = {signum: signal.signal(signum, _stop) for signum in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except Stop:
        pass
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)


def _stop(signum: int, frame: object) -> None:
    # Once is enough: a second Ctrl-C must not interrupt the orderly end.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise Stop
