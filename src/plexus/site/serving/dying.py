"""Children that do not outlive this process, however it ends."""

import ctypes
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def with_parent(signum: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` by which the kernel sends `signum` to the child when its parent dies (on Linux; else nothing)."""
    if sys.platform != "linux":
        return _nothing
    # Looked up before the fork, so that the child only calls it.
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, int(signum))

    return ask


def tie(signum: signal.Signals = signal.SIGTERM) -> None:
    """Have this very process sent `signum` when its parent dies."""
    with_parent(signum)()


def _nothing() -> None:
    pass
