"""The product beside the bare SQL of the same answer and beside the empty endpoint, round by round in turn."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import psycopg

from bench import timing
from bench.cases import Asker, Case, Statement
from bench.timing import Taken

LEAST = timing.WARM + 3


@dataclass(frozen=True)
class Compared:
    """One case at one size: the product, the SQL, the empty endpoint, and how many statements the product sends."""

    case: str
    size: int
    product: Taken
    sql: Taken
    empty: Taken
    statements: int

    @property
    def ratio(self) -> float:
        """How many times the limit the product takes, both in the middle."""
        return self.product.p50 / (self.sql.p50 + self.empty.p50)

    @property
    def ratio_p95(self) -> float:
        """The same for nineteen of twenty."""
        return self.product.p95 / (self.sql.p95 + self.empty.p95)


class Bare:
    """A connection as the application's role with the workspace set; statements are prepared."""

    def __init__(self, url: str, asker: Asker) -> None:
        self.connection = psycopg.connect(url, autocommit=True, prepare_threshold=0)
        self.connection.execute("SET ROLE plexus_app")
        self.connection.execute("SELECT set_config('plexus.workspace', %s, false)", [str(asker.entry.workspace)])

    def run(self, statements: Iterable[Statement]) -> None:
        """Run and fetch everything."""
        for statement, values in statements:
            self.connection.execute(statement, values).fetchall()


def compare(
    case: Case, asker: Asker, bare: Bare, *, rounds: int, statements: int, seconds: float = math.inf
) -> Compared:
    """Measure one case; what noise the machine makes meets all three alike. No round begins after so many seconds."""
    until = time.perf_counter() + seconds
    did: dict[str, Callable[[int], object]] = {
        "product": lambda turn: case.ask(asker, turn),
        "sql": lambda turn: bare.run(case.sql(asker, turn)),
        "empty": lambda _turn: asker.browser.get("/healthz"),
    }
    times: dict[str, list[float]] = {name: [] for name in did}
    for turn in range(rounds + timing.WARM):
        if turn > LEAST and time.perf_counter() > until:
            break
        for name, do in did.items():
            times[name].append(_once(do, turn))
    known = {name: timing.of(sorted(each[timing.WARM :])) for name, each in times.items()}
    return Compared(case.name, asker.size, **known, statements=statements)


def _once(do: Callable[[int], object], turn: int) -> float:
    started = time.perf_counter()
    do(turn)
    return (time.perf_counter() - started) * 1000
