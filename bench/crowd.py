"""Several clients at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench import cases
from bench.browser import Browser
from bench.cases import Asker, Create
from bench.filling import Entry

CLIENTS = 8
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
    """Mixed reading, turn by turn another thing, and creating."""
    mixed = [each for each in cases.cases() if each.name.startswith(READ)]

    def read(browser: Browser, turn: int) -> None:
        mixed[turn % len(mixed)].ask(Asker(browser, entry, size, "", ("", "")), turn)

    def create(browser: Browser, turn: int) -> None:
        CREATED.ask(Asker(browser, entry, size, "", ("", "")), turn)

    return {"mixed reading": read, "create (API)": create}


def per_second(port: int, entry: Entry, do: Work, *, seconds: float, clients: int = CLIENTS) -> float:
    """How often per second all of them together get an answer."""
    until = time.perf_counter() + seconds

    def work(number: int) -> int:
        browser, done = Browser(port, entry), 0
        while time.perf_counter() < until:
            do(browser, number * 1_000_000 + done)
            done += 1
        return done

    with ThreadPoolExecutor(clients) as pool:
        return sum(pool.map(work, range(clients))) / seconds
