"""Several clients at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench import cases
from bench.browser import Browser
from bench.cases import Asker, Create
from bench.filling import Entry

CLIENTS = 8
# Each client asks so often before the clock starts: everything of the mix.
# Seconds until all have done so; without an end one that failed would keep the others waiting.
WARM, PATIENCE = 12, 300
CREATED = Create()
# What a day in an office asks for; the middle of a list needs a cursor, and creating is measured by itself.
READ = ("list, default (API)", "list, filtered", "record", "list (page)", "search, pinyin", "search, part")
Work = Callable[[Browser, int], object]


@dataclass(frozen=True)
class Crowd:
    """How often per second so many clients together got an answer from so many web workers."""

    what: str
    workers: int
    clients: int
    per_second: float


def works(entry: Entry, size: int) -> Mapping[str, Work]:
    """The list alone as program and as page, mixed reading, turn by turn another thing, and creating."""
    mixed = [each for each in cases.cases() if each.name.startswith(READ)]

    def read(browser: Browser, turn: int) -> None:
        mixed[turn % len(mixed)].ask(Asker(browser, entry, size, "", ("", "")), turn)

    def create(browser: Browser, turn: int) -> None:
        CREATED.ask(Asker(browser, entry, size, "", ("", "")), turn)

    return {
        "list (API)": lambda browser, _turn: browser.get("/api/v1/contacts"),
        "list (page)": lambda browser, _turn: browser.get("/contacts"),
        "mixed reading": read,
        "create (API)": create,
    }


def per_second(port: int, entry: Entry, do: Work, *, seconds: float, clients: int = CLIENTS) -> float:
    """How often per second all of them together get an answer.

    The clock starts when each has been answered every kind of thing once: what a server reads when it is first asked is
    no part of it. An answer that comes when the time is over belongs to the time that it took.
    """
    begin = threading.Barrier(clients)

    def work(number: int) -> tuple[int, float]:
        browser, done = Browser(port, entry), 0
        for turn in range(WARM):
            do(browser, number * 1_000_000 + 900_000 + turn)
        begin.wait(PATIENCE)
        started = time.perf_counter()
        while (taken := time.perf_counter() - started) < seconds:
            do(browser, number * 1_000_000 + done)
            done += 1
        return done, taken

    with ThreadPoolExecutor(clients) as pool:
        return sum(done / taken for done, taken in pool.map(work, range(clients)))
