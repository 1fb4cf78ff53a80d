"""A firm of a million contacts: filled once into a folder that may be kept, and measured beside smaller ones."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from bench import crowd, indexes, machine, measuring, once, product
from bench.browser import Browser
from bench.cases import Case, cases
from bench.comparing import Compared
from bench.crowd import Crowd
from bench.filling import Entry
from bench.indexes import Index
from bench.once import Done
from bench.product import Product
from bench.report import Figures
from bench.telling import tell
from bench.wide import cases as wide_cases

BEFORE, MILLION = (10_000, 100_000), 1_000_000
# No case is asked longer than that, nor a crowd.
CASE_SECONDS, CROWD_SECONDS = 6.0, 4.0
# Contacts with a lower score than this get a tag: every tenth.
TAGGED = 100
# Where contacts that are imported have their numbers from; each run takes others.
IMPORTED_FROM = 20_000_000
WORKERS, CLIENTS = (1, 2, 4), (8, 16)
T = TypeVar("T")


@dataclass(frozen=True)
class Wanted:
    """What is asked for: where the large firm lies or shall lie, how large it is, what of it is measured."""

    data: Path | None
    size: int
    rounds: int
    imported: int
    only: str = ""

    @property
    def sizes(self) -> Sequence[int]:
        """Smaller firms first."""
        return [*(each for each in BEFORE if each < self.size), self.size]

    @property
    def cases(self) -> list[Case]:
        """The cases with the text in their names."""
        return [each for each in (*cases(), *wide_cases()) if self.only in each.name]


@dataclass(frozen=True)
class Measured:
    """What was found of a firm of one size; of the largest more."""

    entry: Entry
    cases: Sequence[Compared]
    machine: dict[str, str]
    memory: dict[str, float]
    done: Sequence[Done] = ()
    indexes: Sequence[Index] = ()


def figures(wanted: Wanted) -> Figures:
    """Measure the small firms, then the large one, which is filled first where the folder holds none."""
    with tempfile.TemporaryDirectory(prefix="plexus-bench-") as folder:
        places = {size: Path(folder) / str(size) for size in wanted.sizes}
        places[wanted.size] = wanted.data or places[wanted.size]
        found = [_apart(wanted, places[size], size) for size in wanted.sizes]
        large = places[wanted.size]
        crowds = [] if wanted.only else _as_far_as_it_goes(_crowds(large, found[-1].entry, wanted.size))
    last = found[-1]
    compared = [each for one in found for each in one.cases]
    return Figures(last.machine, compared, (), {}, last.memory, last.done, crowds, last.indexes)


def fill(data: Path, size: int) -> None:
    """Fill a folder and measure nothing."""
    with product.running(data) as running, _owner(running) as owner:
        measuring.entered(running, owner, size)


def _apart(wanted: Wanted, data: Path, size: int) -> Measured:
    """In a process of its own, because settings are read once, and each folder has its own keys."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measure, wanted, data, size).result()


def _measure(wanted: Wanted, data: Path, size: int) -> Measured:
    with product.running(data) as running, _owner(running) as owner:
        entry = measuring.entered(running, owner, size)
        compared = list(
            measuring.measured(
                running, owner, entry, size, wanted.cases, rounds=wanted.rounds, seconds=CASE_SECONDS
            )
        )  # fmt: skip
        found = Measured(entry, compared, machine.described(owner), running.memory())
        if size < wanted.size or wanted.only:
            return found
        done = _as_far_as_it_goes(_once(running, owner, entry, wanted))
        tell("what each index costs")
        costs = _as_far_as_it_goes(indexes.costs(owner))
        return Measured(entry, compared, found.machine, found.memory, done, costs)


def _as_far_as_it_goes(found: Iterator[T]) -> list[T]:
    """What there is until something fails, which is told: the figures of minutes are not lost for it."""
    kept: list[T] = []
    try:
        kept.extend(found)
    except (RuntimeError, OSError, psycopg.Error) as error:
        tell(f"{type(error).__name__}: {error}")
    return kept


def _owner(running: Product) -> psycopg.Connection[Any]:
    return psycopg.connect(running.database_url, autocommit=True)


def _once(running: Product, owner: psycopg.Connection[Any], entry: Entry, wanted: Wanted) -> Iterator[Done]:
    tell("bulk command")
    yield once.tag(Browser(running.port, entry), running, TAGGED)
    tell("export")
    yield once.export(wanted.size)
    if wanted.imported:
        tell("import")
        (held,) = owner.execute(measuring.HELD).fetchone() or (0,)
        yield once.bring_in(owner, entry, IMPORTED_FROM + held, wanted.imported)


def _crowds(data: Path, entry: Entry, size: int) -> Iterator[Crowd]:
    """Mixed reading, and creating, with more and more workers and clients."""
    for workers in WORKERS:
        with product.running(data, PLEXUS_WEB_WORKERS=str(workers)) as running:
            for clients in CLIENTS:
                for name, do in crowd.works(entry, size).items():
                    tell(f"{name}: {clients} clients, {workers} web workers")
                    each = crowd.per_second(running.port, entry, do, seconds=CROWD_SECONDS, clients=clients)
                    yield Crowd(name, workers, clients, each)
