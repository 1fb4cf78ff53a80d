"""`python -m bench.chaos [--minutes N] [--seed N] [--keep]`: people write, parts are killed, then all is counted."""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil

from bench import machine
from bench.chaos import proving
from bench.chaos.product import TARGETS, Plexus, command, eventually
from bench.chaos.proving import Fault
from bench.chaos.writers import Client, Ledger, Writer
from plexus.site.serving.folders import DataFolder
from plexus.site.serving.postgres.server import running_url

WRITERS = 4
PAUSES = (4.0, 16.0)
GLANCE = 2.0
RESULTS = Path(__file__).parents[1] / "results"


@dataclass
class Story:
    """What happened: kills with the seconds until all was well again, and the memory of each part over time."""

    seed: int
    seconds: float = 0.0
    kills: list[tuple[float, str, float]] = field(default_factory=list)
    memory: list[dict[str, float]] = field(default_factory=list)
    ledgers: list[Ledger] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    checked: dict[str, bool] = field(default_factory=dict)


def main(arguments: Sequence[str]) -> int:
    """Run, prove, tell; 1 when anything does not add up."""
    asked = _parser().parse_args(arguments)
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(10**6)
    _tell(f"seed {seed}")
    with tempfile.TemporaryDirectory(prefix="plexus-chaos-") as folder:
        story = _Run(Path(folder), seed, asked.minutes * 60, asked.only or TARGETS).story()
    told = "\n".join(readable(story)) + "\n"
    print(told)
    if asked.keep:
        (RESULTS / f"{datetime.now(UTC):%Y-%m-%d}-chaos.md").write_text(told, encoding="utf-8")
    return 1 if story.faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long people write and parts die")
    parser.add_argument("--seed", type=int, help="what is killed when; another one each time without")
    parser.add_argument(
        "--only", action="append", choices=TARGETS, help="kill nothing else; may be given several times"
    )
    parser.add_argument("--keep", action="store_true", help="write the figures to bench/results")
    return parser


class _Run:
    """One run on one folder."""

    def __init__(self, folder: Path, seed: int, seconds: float, targets: Sequence[str]) -> None:
        self.seconds, self.chance, self.told = seconds, random.Random(seed), Story(seed)
        self.targets = targets
        self.data = folder / "data"
        self.plexus = Plexus(self.data, folder / "log")
        self.over = threading.Event()
        self.watched = threading.Thread(target=self._watch, daemon=True)

    def story(self) -> Story:
        """All of it; Plexus is stopped whatever happens."""
        try:
            self._live_through_it()
        finally:
            self.over.set()
            self.plexus.stop()
        return self.told

    def _live_through_it(self) -> None:
        token = self._token()
        writers = [self._writer(f"w{number}", token) for number in range(WRITERS)]
        for each in writers:
            each.start()
        self.watched.start()
        self._kill_for_a_while()
        self.over.set()
        for each in writers:
            each.join(180)
        self.told.ledgers = [each.ledger for each in writers]
        self.told.faults += (Fault("a writer broke", repr(each.failure)) for each in writers if each.failure)
        self._prove(Client(self.plexus.port, token))

    def _token(self) -> str:
        place = ("--workspace", "main", "--data", self.data)
        command("user", "add", "ada@chaos.example", "--role", "administrator", *place)
        return command("token", "create", "--user", "ada@chaos.example", *place)

    def _writer(self, name: str, token: str) -> Writer:
        return Writer(name, Client(self.plexus.port, token), self.chance.randrange(2**32), self.over)

    def _kill_for_a_while(self) -> None:
        begun = time.monotonic()
        while time.monotonic() - begun < self.seconds:
            time.sleep(min(self.chance.uniform(*PAUSES), max(0.0, begun + self.seconds - time.monotonic())))
            target = self.chance.choice(self.targets)
            at = time.monotonic()
            if (killed := self.plexus.kill(target, self.chance)) is not None:
                self.plexus.recovered(killed)
                took = time.monotonic() - at
                self.told.kills.append((at - begun, target, took))
                _tell(f"{at - begun:6.1f} s  {target} killed, back in {took:.1f} s")
        self.told.seconds = time.monotonic() - begun

    def _watch(self) -> None:
        while not self.over.wait(GLANCE):
            try:
                self.told.memory.append(self.plexus.memory())
            except psutil.Error as error:
                _tell(f"memory could not be read: {error}")

    def _prove(self, client: Client) -> None:
        self.plexus.recovered()
        url = running_url(DataFolder(self.data).place.database) or ""
        if not eventually(lambda: proving.jobs_are_over(url), seconds=180):
            self.told.faults.append(Fault("jobs do not end"))
        self.told.faults += (each for each in proving.faults(client, url, self.told.ledgers) if each.what)
        self.told.checked = self.plexus.check()
        self.told.faults += (Fault("plexus check", name) for name, good in self.told.checked.items() if not good)


def readable(story: Story) -> list[str]:
    """The figures as Markdown."""
    found = [
        "# What is left after parts were killed at random\n",
        *(f"- {name}: {value}" for name, value in _machine().items()),
        f"- seed {story.seed}, {story.seconds:.0f} s, {WRITERS} writers, {len(story.kills)} kills",
        f"- {_promised(story)}",
        f"- does not add up: {len(story.faults)}",
        *(f"  - {each.what}: {each.example}" for each in story.faults[:20]),
        f"- plexus check: {', '.join(name for name, good in story.checked.items() if good)}",
        "\n## Seconds until all was well again\n",
        "| killed | times | median | longest |",
        "|---|---:|---:|---:|",
    ]
    for target in TARGETS:
        if times := [took for _at, killed, took in story.kills if killed == target]:
            found += [f"| {target} | {len(times)} | {statistics.median(times):.1f} | {max(times):.1f} |"]
    return [*found, *_memory(story)]


def _promised(story: Story) -> str:
    records, again, given_up, imports = (
        sum(each) for each in zip(*(each.figures() for each in story.ledgers), strict=True)
    )
    return (
        f"promised: {records:,} records, {imports} imports among them; asked again after silence: {again:,} times; "
        f"given up: {given_up:,} requests"
    )


def _memory(story: Story) -> list[str]:
    found = ["\n## Memory, MB (proportional set size, median)\n", "| part | first third | last third | most |"]
    found.append("|---|---:|---:|---:|")
    third = max(1, len(story.memory) // 3)
    for part in sorted({name for each in story.memory for name in each}):
        sizes = [each[part] for each in story.memory if each.get(part)]
        first, last = (
            statistics.median([each[part] for each in some if each.get(part)] or [0.0])
            for some in (story.memory[:third], story.memory[-third:])
        )
        found.append(f"| {part} | {first:.0f} | {last:.0f} | {max(sizes):.0f} |")
    return found


def _machine() -> dict[str, str]:
    return {"taken": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", "machine": machine.short_name()}


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
