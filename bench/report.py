"""The figures as JSON, as a table to read, and as the summary in README.md."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import machine
from bench.comparing import Compared
from bench.crowd import Crowd
from bench.importing import Imported
from bench.indexes import Index
from bench.once import Done

RESULTS = Path(__file__).parent / "results"
README = Path(__file__).parent.parent / "README.md"
MARKS = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)
SAID = """Times in milliseconds, one client, middle of all rounds (p50) and what 19 of 20 stay under (p95).
**SQL**: the best statements we can write by hand for the same answer, prepared, as the application's role under
row-level security. **Empty**: `/healthz` of the same server, which passes every middleware and does nothing.
**Ratio**: the product over SQL and empty together. Product, SQL and empty take turns round by round, so that noise of
the machine meets all three; still, believe factors of two, not tenths."""


@dataclass(frozen=True)
class Figures:
    """Everything one run found."""

    machine: dict[str, str]
    cases: Sequence[Compared]
    imported: Sequence[Imported]
    per_second: dict[str, float]
    memory: dict[str, float]
    done: Sequence[Done] = ()
    crowds: Sequence[Crowd] = ()
    indexes: Sequence[Index] = ()

    def sizes(self) -> list[int]:
        """The numbers of contacts, smallest first."""
        return sorted({each.size for each in self.cases})

    def of(self, case: str) -> dict[int, Compared]:
        """One case by size."""
        return {each.size: each for each in self.cases if each.case == case}


def keep(figures: Figures, named: str = "") -> Path:
    """Write the results; gives the readable one."""
    path = RESULTS / f"{datetime.now(UTC):%Y-%m-%d}-{machine.short_name()}{named}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(readable(figures), encoding="utf-8")
    path.with_suffix(".json").write_text(json.dumps(asdict(figures), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path


def summarise(figures: Figures) -> None:
    """Put the summary between the marks in README.md, if it has them."""
    summary = "\n".join(_summary(figures))
    told = README.read_text("utf-8")
    README.write_text(MARKS.sub(lambda found: f"{found[1]}{summary}\n{found[2]}", told), "utf-8")


def readable(figures: Figures) -> str:
    """All figures as Markdown."""
    return "\n".join(_lines(figures)) + "\n"


def _lines(figures: Figures) -> Iterator[str]:
    yield "# How fast Plexus is\n"
    yield from (f"- {name}: {value}" for name, value in figures.machine.items())
    yield f"\n{SAID}"
    for size in figures.sizes():
        yield from _table(size, [each for each in figures.cases if each.size == size])
    yield from _flatness(figures)
    yield from _rest(figures)


def _table(size: int, cases: Sequence[Compared]) -> Iterator[str]:
    yield f"\n## {size:,} contacts\n"
    yield "| | Plexus p50 | p95 | SQL p50 | p95 | empty p50 | p95 | ratio p50 | p95 | statements |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for each in cases:
        times = (each.product, each.sql, each.empty)
        told = " | ".join(f"{value:.1f}" for taken in times for value in (taken.p50, taken.p95))
        yield f"| {each.case} | {told} | **{each.ratio:.1f}** | {each.ratio_p95:.1f} | {each.statements or ''} |"


def _flatness(figures: Figures) -> Iterator[str]:
    """How the middle of each case grows from size to size."""
    sizes = figures.sizes()
    if len(sizes) < 2:
        return
    yield f"\n## From {sizes[0]:,} to {sizes[-1]:,} contacts\n"
    yield "Beside the growth as measured stands what the machine's noise did to the empty request meanwhile.\n"
    steps = " | ".join(f"p50, {size:,}" for size in sizes)
    yield f"| | {steps} | p50 grows | p95 grows | the SQL's p50 grows | the empty p50 grows |"
    yield "|---|" + "---:|" * (len(sizes) + 4)
    for name in dict.fromkeys(each.case for each in figures.cases):
        found = figures.of(name)
        few, many = found[sizes[0]], found[sizes[-1]]
        pairs: tuple[tuple[float, float], ...] = (
            (few.product.p50, many.product.p50),
            (few.product.p95, many.product.p95),
        )
        pairs += ((few.sql.p50, many.sql.p50), (few.empty.p50, many.empty.p50))
        taken = " | ".join(f"{found[size].product.p50:.1f}" for size in sizes)
        yield f"| {name} | {taken} | " + " | ".join(f"× {after / before:.2f}" for before, after in pairs) + " |"


def _rest(figures: Figures) -> Iterator[str]:
    if figures.imported:
        yield "\n## Import of contacts, rows per second\n"
        yield "| rows | COPY, indexed table | COPY, with journal and search | Plexus | of indexed COPY |"
        yield "|---:|---:|---:|---:|---:|"
    for each in figures.imported:
        mine = f"{each.product:,.0f} | {each.product / each.indexed:.0%}"
        yield f"| {each.rows:,} | {each.indexed:,.0f} | {each.triggered:,.0f} | {mine} |"
    yield from _at_once(figures)
    if figures.per_second:
        yield "\n## Eight clients at once, per second\n"
    yield from (f"- {name}: {value:,.0f}" for name, value in figures.per_second.items())
    yield from _throughput(figures)
    yield "\n## Memory at the end, MB (proportional set size)\n"
    yield from (f"- {name}: {value:,.0f}" for name, value in figures.memory.items())
    yield from _costs(figures)


def _at_once(figures: Figures) -> Iterator[str]:
    if not figures.done:
        return
    yield "\n## Very many records at once\n"
    yield "Memory is the peak of the processes that did it, PostgreSQL aside: of a command all that its process had,"
    yield "of a request what those that serve had more than before. COPY brings such rows into a copy of the table"
    yield "with its rows and indexes, before and after.\n"
    yield "| | seconds | rows per second | memory, MB | COPY, rows per second |\n|---|---:|---:|---:|---:|"
    for each in figures.done:
        copy = f"{each.copy:,.0f}" if each.copy else ""
        taken = f"{each.seconds:.1f} | {each.rows / each.seconds:,.0f}"
        yield f"| {each.what} | {taken} | {each.memory:,.0f} | {copy} |"


def _throughput(figures: Figures) -> Iterator[str]:
    if not figures.crowds:
        return
    told = {(each.what, each.clients, each.workers): each.per_second for each in figures.crowds}
    workers = sorted({each.workers for each in figures.crowds})
    yield "\n## Answers per second, by web workers\n"
    yield "The clients run on the same cores.\n"
    yield "| | clients | " + " | ".join(f"{each} workers" for each in workers) + " |"
    yield "|---|---:|" + "---:|" * len(workers)
    for what, clients in dict.fromkeys((each.what, each.clients) for each in figures.crowds):
        yield f"| {what} | {clients} | " + " | ".join(f"{told[what, clients, each]:,.0f}" for each in workers) + " |"


def _costs(figures: Figures) -> Iterator[str]:
    if not figures.indexes:
        return
    yield "\n## What each index costs\n"
    yield "For each new row: how many pages of the index are looked at, and how many bytes of WAL are written for its"
    yield "sake, whole pages that a checkpoint has written left out. How often it was used is counted since the folder"
    yield "was filled.\n"
    yield "| table | index | MB | used | pages a row | WAL bytes a row |\n|---|---|---:|---:|---:|---:|"
    for each in figures.indexes:
        told = f"{each.size:,.1f} | {each.used:,} | {each.pages:.1f} | {each.wal:,.0f}"
        yield f"| {each.table} | {each.name} | {told} |"


def _summary(figures: Figures) -> Iterator[str]:
    about, largest = figures.machine, figures.sizes()[-1]
    yield f"With {largest:,} contacts on {about['processor']}, {about['cores']} cores ({about['taken']}, `make bench`);"
    yield "the limit is hand-written SQL plus an empty request to the same server, taken in the same run."
    yield f"The load of the machine was {about['load']}: where it exceeds the cores, believe ratios, not times.\n"
    yield "| | Plexus p50, ms | the limit, ms | ratio |\n|---|---:|---:|---:|"
    for each in figures.cases:
        if each.size == largest:
            yield f"| {each.case} | {each.product.p50:.1f} | {each.sql.p50 + each.empty.p50:.1f} | {each.ratio:.1f} |"
    yield "\n" + "; ".join(f"{name}: {value:,.0f} per second" for name, value in figures.per_second.items()) + "."
    if figures.imported:
        brought = figures.imported[-1]
        yield f"Import: {brought.product:,.0f} contacts a second, journal and search included; COPY alone brings"
        yield f"{brought.triggered:,.0f}, and {brought.indexed:,.0f} without those two."
    yield f"Memory of everything, PostgreSQL included: {figures.memory['together']:,.0f} MB."
