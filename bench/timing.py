"""Taking times: so many rounds after a warm-up, and what is said of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

WARM = 5


@dataclass(frozen=True)
class Taken:
    """Milliseconds: the middle one, and what nineteen of twenty stay under."""

    p50: float
    p95: float


def taken(do: Callable[[], object], rounds: int) -> Taken:
    """How long it takes, one after another."""
    for _round in range(WARM):
        do()
    return of(sorted(_once(do) for _round in range(rounds)))


def _once(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return (time.perf_counter() - started) * 1000


def of(milliseconds: list[float]) -> Taken:
    """What is said of times in rising order."""
    return Taken(
        statistics.median(milliseconds), milliseconds[min(len(milliseconds) - 1, int(len(milliseconds) * 0.95))]
    )


def seconds(do: Callable[[], object]) -> float:
    """How long something takes that is done once."""
    return _once(do) / 1000
