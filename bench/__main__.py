"""`python -m bench [--quick | --million] [--only TEXT] [--rounds N] [--keep]`: fill, measure, print, keep."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg

from bench import crowd, importing, machine, measuring, million, product, report
from bench.cases import Case, cases
from bench.comparing import Compared
from bench.filling import Entry
from bench.importing import Imported
from bench.product import Product
from bench.report import Figures
from bench.telling import tell

SIZES = (10_000, 100_000)
IMPORT, IMPORTED = "import", 20_000


def main(arguments: Sequence[str]) -> None:
    """Measure what was asked for."""
    asked = _parser().parse_args(arguments)
    if asked.fill:
        million.fill(asked.data, asked.size or million.MILLION)
        return
    figures = _of_million(asked) if asked.million else _of_every(asked)
    print(report.readable(figures))
    if asked.keep:
        print(report.keep(figures, "-million" if asked.million else ""))
        if not asked.million:
            report.summarise(figures)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 contacts and fewer rounds, under a minute")
    parser.add_argument("--million", action="store_true", help="a million contacts beside 10,000 and 100,000, and more")
    parser.add_argument("--data", type=Path, help="with --million: the folder of the large firm, filled once and kept")
    parser.add_argument("--fill", action="store_true", help="with --data: only fill the folder")
    parser.add_argument("--imported", type=int, default=50_000, help="with --million: import so many rows, which stay")
    parser.add_argument("--only", default="", metavar="TEXT", help="only the cases with this in their name, or: import")
    parser.add_argument("--rounds", type=int, help="how often each case is asked")
    parser.add_argument("--size", type=int, help="this many contacts instead of 10,000 and 100,000, or of a million")
    parser.add_argument("--keep", action="store_true", help="write bench/results and the summary in README.md")
    return parser


def _of_million(asked: argparse.Namespace) -> Figures:
    size, rounds = asked.size or million.MILLION, asked.rounds or 40
    return million.figures(million.Wanted(asked.data, size, rounds, asked.imported, asked.only))


def _of_every(asked: argparse.Namespace) -> Figures:
    wanted = [each for each in cases() if asked.only in each.name]
    sizes = [asked.size] if asked.size else SIZES[:1] if asked.quick else SIZES
    rounds = asked.rounds or (40 if asked.quick else 200)
    with product.running() as running, psycopg.connect(running.database_url, autocommit=True) as owner:
        run = _Run(running, owner, wanted, rounds, whole=not asked.only, imports=asked.only in {"", IMPORT})
        return run.figures(sizes)


class _Run:
    """One run against one running product."""

    def __init__(
        self, running: Product, owner: psycopg.Connection[Any], wanted: Sequence[Case], rounds: int, *, whole: bool,
        imports: bool,
    ) -> None:  # fmt: skip
        self.running, self.owner, self.wanted, self.rounds = running, owner, wanted, rounds
        self.whole, self.imports = whole, imports

    def figures(self, sizes: Sequence[int]) -> Figures:
        """Fill up from size to size and measure at each."""
        found: list[Compared] = []
        imported: list[Imported] = []
        for size in sizes:
            entry = measuring.entered(self.running, self.owner, size)
            found += measuring.measured(self.running, self.owner, entry, size, self.wanted, rounds=self.rounds)
            imported += self._imports(entry, size)
        per_second = self._crowd(entry, sizes[-1]) if self.whole else {}
        return Figures(machine.described(self.owner), found, imported, per_second, self.running.memory())

    def _imports(self, entry: Entry, size: int) -> Iterator[Imported]:
        if self.imports:
            tell(f"{size:,} contacts: import")
            yield importing.measure(self.owner, entry, 10_000_000 + size, IMPORTED)

    def _crowd(self, entry: Entry, size: int) -> dict[str, float]:
        tell("eight clients at once")
        seconds, port = self.rounds / 20, self.running.port
        works = crowd.works(entry, size)
        return {name: crowd.per_second(port, entry, do, seconds=seconds) for name, do in works.items()}


if __name__ == "__main__":
    main(sys.argv[1:])
