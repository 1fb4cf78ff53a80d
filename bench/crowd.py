"""Eight clients at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bench.browser import Browser
from bench.filling import Entry

CLIENTS = 8


def per_second(port: int, entry: Entry, do: Callable[[Browser, int], object], *, seconds: float) -> float:
    """How often per second all of them together get an answer."""
    until = time.perf_counter() + seconds

    def work(number: int) -> int:
        browser, done = Browser(port, entry), 0
        while time.perf_counter() < until:
            do(browser, number * 1_000_000 + done)
            done += 1
        return done

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(work, range(CLIENTS))) / seconds
