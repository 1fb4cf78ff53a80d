"""Children that do not outlive this process, however it ends."""

import ctypes
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def with_parent(signum: signal.Signals) -> Callable[[], None] | None:
    """A `preexec_fn` by which the kernel sends `signum` to the child when its parent dies (Linux; elsewhere None)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, int(signum))

    return ask
