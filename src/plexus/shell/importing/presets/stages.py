"""The stages that a vendor's file has and the workspace has not, as a table of their own to import first."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import catalogue
from plexus.shell.importing.presets.catalogue import plain
from plexus.shell.importing.presets.deriving import text_of
from plexus.shell.importing.reading.tables import Table, open_table

HEADERS = ("pipeline", "name", "position", "probability", "outcome")


@dataclass
class _Stage:
    pipeline: str
    name: str
    outcome: str
    rows: int = 0
    said: Counter[Decimal] = field(default_factory=Counter)

    @property
    def probability(self) -> Decimal | None:
        """What ended has 100 or 0; else what most rows of the stage say."""
        if self.outcome != "open":
            return Decimal(100 if self.outcome == "won" else 0)
        return self.said.most_common(1)[0][0] if self.said else None


@dataclass(frozen=True)
class Standing:
    """A stage that is here already."""

    pipeline: str
    position: int
    probability: Decimal
    outcome: str


def stages_of(
    table: Table, order: Order, missing: Sequence[str], pipeline: str = "", here: Sequence[Standing] = ()
) -> Table | None:
    """A table of the missing stages in the order of their probability, or nothing; one pass over the file.

    `pipeline` is the one of stages of which the file does not say it. Among those that are `here` each stands behind
    the last that is no more probable.
    """
    places = {path: table.headers.index(header) for header, path in order.mapping if path in _READ}
    wanted = frozenset(missing)
    if "stage" not in places or not wanted:
        return None
    found: dict[tuple[str, str], _Stage] = {}
    ends = catalogue.of(order.preset.partition(":")[0])
    for _number, cells in table.rows():
        said = {path: text_of(cells[at]) for path, at in places.items()}
        if said["stage"] not in wanted:
            continue
        outcome = "won" if plain(said["stage"]) in ends.won else "lost" if plain(said["stage"]) in ends.lost else "open"
        key = (said.get("pipeline", "") or pipeline, said["stage"])
        stage = found.setdefault(key, _Stage(*key, outcome))
        stage.rows += 1
        if (percent := _percent(said.get("probability", ""))) is not None:
            stage.said[percent] += 1
    return _table(sorted(found.values(), key=_place), here, table.name)


_READ = frozenset({"stage", "pipeline", "probability"})
_ENDED = {"open": 0, "won": 1, "lost": 2}


def _place(stage: _Stage) -> tuple[str, tuple[int, Decimal], int]:
    return stage.pipeline, _rank(stage), -stage.rows


def _rank(stage: _Stage) -> tuple[int, Decimal]:
    """What ended comes behind what is open, and what says nothing behind what does."""
    return _ENDED[stage.outcome], Decimal(100) if stage.probability is None else stage.probability


def _percent(text: str) -> Decimal | None:
    try:
        value = Decimal(text.rstrip("% "))
    except InvalidOperation:
        return None
    return value if 0 <= value <= 100 else None


def _position(stage: _Stage, at: int, here: Sequence[Standing]) -> int:
    """Where it stands: of stages in one place the one made first comes first."""
    row = [each for each in here if each.pipeline == stage.pipeline]
    if not row:
        return at
    before = [each.position for each in row if (_ENDED[each.outcome], each.probability) <= _rank(stage)]
    return max(before, default=min(each.position for each in row))


def _table(stages: Sequence[_Stage], here: Sequence[Standing], name: str) -> Table:
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(HEADERS)
    for at, each in enumerate(stages, start=1):
        probability = "" if each.probability is None else str(each.probability)
        writer.writerow([each.pipeline, each.name, _position(each, at, here), probability, each.outcome])
    return open_table(held.getvalue().encode(), name=f"{name}: stages", header_row=1)


def order_for_stages() -> Order:
    """How the stages come in: each once in its pipeline, which is made with them when it is not there."""
    mapping = tuple((header, header) for header in HEADERS)
    return Order("stages", mapping=mapping, match=("name", "pipeline"), create_missing=("pipeline",), proposals=False)
