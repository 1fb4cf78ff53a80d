"""`python -m bench [--quick] [--only TEXT] [--rounds N] [--keep]`: fill, measure, print, and keep the results."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import psycopg

from bench import crowd, filling, importing, machine, product, report, statements
from bench.browser import Browser
from bench.cases import Asker, Case, Create, cases
from bench.comparing import Bare, Compared, compare
from bench.filling import Entry
from bench.importing import Imported
from bench.product import Product
from bench.report import Figures

SIZES = (10_000, 100_000)
IMPORT, IMPORTED = "import", 20_000
CREATED = Create()
BEGUN = time.monotonic()


def main(arguments: Sequence[str]) -> None:
    """Measure what was asked for."""
    asked = _parser().parse_args(arguments)
    wanted = [each for each in cases() if asked.only in each.name]
    sizes = [asked.size] if asked.size else SIZES[:1] if asked.quick else SIZES
    rounds = asked.rounds or (40 if asked.quick else 200)
    with product.running() as running, psycopg.connect(running.database_url, autocommit=True) as owner:
        run = _Run(running, owner, wanted, rounds, whole=not asked.only, imports=asked.only in {"", IMPORT})
        figures = run.figures(sizes)
    print(report.readable(figures))
    if asked.keep:
        print(report.keep(figures))
        report.summarise(figures)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 contacts and fewer rounds, under a minute")
    parser.add_argument("--only", default="", metavar="TEXT", help="only the cases with this in their name, or: import")
    parser.add_argument("--rounds", type=int, help="how often each case is asked")
    parser.add_argument("--size", type=int, help="this many contacts instead of 10,000 and 100,000")
    parser.add_argument("--keep", action="store_true", help="write bench/results and the summary in README.md")
    return parser


class _Run:
    """One run against one running product."""

    def __init__(
        self, running: Product, owner: psycopg.Connection[Any], wanted: Sequence[Case], rounds: int, *, whole: bool,
        imports: bool,
    ) -> None:  # fmt: skip
        self.running, self.owner, self.wanted, self.rounds = running, owner, wanted, rounds
        self.whole, self.imports = whole, imports
        self.entry: Entry = filling.enter()

    def figures(self, sizes: Sequence[int]) -> Figures:
        """Fill up from size to size and measure at each."""
        way, held = filling.way(self.entry), 0
        found: list[Compared] = []
        imported: list[Imported] = []
        for size in sizes:
            _tell(f"{size:,} contacts: filling")
            filling.fill(self.owner, self.entry, way, held, size)
            found += self._cases(size)
            imported += self._imports(size)
            held = size
        per_second = self._crowd(held) if self.whole else {}
        return Figures(machine.described(self.owner), found, imported, per_second, self.running.memory())

    def _cases(self, size: int) -> Iterator[Compared]:
        cursor, middle = self._middle(size)
        asker = Asker(Browser(self.running.port, self.entry), self.entry, size, cursor, middle)
        inside = Asker(statements.Inside(self.entry), self.entry, size, cursor, middle)
        bare = Bare(self.running.database_url, asker)
        for case in self.wanted:
            _tell(f"{size:,} contacts: {case.name}")
            sent = statements.counted(partial(case.ask, inside, 7))
            yield compare(case, asker, bare, rounds=self.rounds, statements=sent)

    def _middle(self, size: int) -> tuple[str, tuple[str, Any]]:
        """The cursor of the page in the middle of the list by name, and where that is."""
        from plexus.kernel.query.sorting import SortKey
        from plexus.kernel.records import paging

        row = self.owner.execute(
            "SELECT sort_key, id FROM customers_contact ORDER BY sort_key, id OFFSET %s LIMIT 1", [size // 2]
        ).fetchone() or ("", "")
        keys = [SortKey("full_name", "sort_key", False, False), SortKey("id", "pk", False, False)]
        return paging.write_cursor(keys, row, backward=False), (row[0], row[1])

    def _imports(self, size: int) -> list[Imported]:
        if not self.imports:
            return []
        _tell(f"{size:,} contacts: import")
        return [importing.measure(self.owner, self.entry, 10_000_000 + size, IMPORTED)]

    def _crowd(self, size: int) -> dict[str, float]:
        _tell("eight clients at once")

        def create(browser: Browser, turn: int) -> None:
            CREATED.ask(Asker(browser, self.entry, size, "", ("", "")), turn)

        seconds = self.rounds / 20
        asks = {
            "list (API)": lambda browser, _turn: browser.get("/api/v1/contacts"),
            "list (page)": lambda browser, _turn: browser.get("/contacts"),
            "create (API)": create,
        }
        return {name: crowd.per_second(self.running.port, self.entry, do, seconds=seconds) for name, do in asks.items()}


def _tell(text: str) -> None:
    print(f"{time.monotonic() - BEGUN:6.1f} s  {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
