"""What a file holds and which field each column would fill: the proposal before anything is tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.values.refusals import Refusal
from plexus.shell.importing import files
from plexus.shell.importing.columns import Column, matched, plan
from plexus.shell.importing.destinations import Destinations
from plexus.shell.importing.opening import opened
from plexus.shell.importing.queries.following import Followed, followed
from plexus.shell.importing.reading.profiling import ColumnProfile, profile_columns
from plexus.shell.importing.reading.tables import Format

SAMPLE = 1_000
EXAMPLES = 3


@dataclass(frozen=True)
class Target:
    """A field that a column fills, by path, and how that came about."""

    field: str
    reason: str
    score: float


@dataclass(frozen=True)
class Line:
    """One column of the file: a few of its values and the fields that it fills."""

    column: str
    examples: tuple[str, ...]
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Proposal:
    """The file as it was read, its columns, every field that could be filled, and what still hinders a run."""

    format: Format
    sheets: tuple[str, ...]
    lines: tuple[Line, ...]
    fields: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    hindrance: Refusal | None


def propose(*, actor: Actor, import_id: UUID) -> Proposal:
    """The proposal for one's own import; raises `NotFound`, `FileGone`, or what no longer fits of its options."""
    found = followed(actor=actor, import_id=import_id)
    table = opened(files.file_of(actor.workspace_id, import_id), found.brought.name, found.order)
    profiles = profile_columns(table.sample(SAMPLE), len(table.headers))
    known = Destinations(actor, found.about)
    columns = matched(known, found.order, table, profiles)
    keys: tuple[tuple[str, ...], ...] = ()
    hindrance: Refusal | None = None
    try:
        keys = plan(actor, found.about, found.order, table, profiles).keys
    except Refusal as refusal:
        hindrance = refusal
    lines = tuple(_lines(table.headers, columns, profiles))
    return Proposal(table.format, table.sheets, lines, tuple(known.paths()), keys, hindrance)


def must_fit(*, actor: Actor, found: Followed) -> None:
    """Raise what of an import's options does not fit its file, before a worker finds out."""
    table = opened(files.file_of(actor.workspace_id, found.brought.pk), found.brought.name, found.order)
    plan(actor, found.about, found.order, table, profile_columns(table.sample(SAMPLE), len(table.headers)))


def _lines(headers: Sequence[str], columns: Sequence[Column], profiles: Sequence[ColumnProfile]) -> Iterator[Line]:
    for place, header in enumerate(headers):
        mine = (each for each in columns if each.index == place)
        targets = tuple(Target(each.to.path, each.reason, round(each.score, 3)) for each in mine)
        yield Line(header, profiles[place].examples[:EXAMPLES], targets)
