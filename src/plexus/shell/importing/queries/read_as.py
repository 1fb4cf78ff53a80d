"""How a file's cells are read: beside each text the value that it becomes, where that is another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.shell.importing import files, parting
from plexus.shell.importing.cells import Reader, text_of
from plexus.shell.importing.columns import Column, Plan, plan
from plexus.shell.importing.opening import opened
from plexus.shell.importing.queries.following import Followed
from plexus.shell.importing.reading.profiling import profile_columns
from plexus.shell.importing.reading.rows import Cells, Fault

SAMPLE, SHOWN = 1_000, 3
TOLD = frozenset(
    {
        "email", "emails", "phone", "phones", "url", "choice", "yes_no", "date", "date_time", "money", "percent",
        "decimal", "integer",
    }
)  # fmt: skip


@dataclass(frozen=True)
class ReadAs:
    """A column with its field, and a few of its texts beside what they are read as."""

    column: str
    fields: tuple[Field, ...]
    pairs: tuple[tuple[str, Any], ...]


def read_as(*, actor: Actor, of: Followed) -> tuple[ReadAs, ...]:
    """The columns of which some text is read as another, by the first rows; nothing where the file is gone."""
    try:
        table = opened(files.file_of(actor.workspace_id, of.brought.pk), of.brought.name, of.order)
        sample = table.sample(SAMPLE)
        made = plan(actor, of.about, of.order, table, profile_columns(sample, len(table.headers)))
    except Refusal:
        return ()
    return tuple(_columns(of.about, made, sample))


def _columns(about: Object, made: Plan, sample: list[Cells]) -> Iterator[ReadAs]:
    for column, reader in made.columns:
        fields: tuple[Field, ...] = (column.to.field,)
        if column.to.field.name == parting.WHOLE and parting.is_wanted(made.named):
            pairs = tuple(_parted(about, column, reader, sample))
            parts = (about.fields[name] for name in parting.PARTS if name in about.fields)
            fields = (*parts, column.to.field)
        elif column.to.field.type.key in TOLD and not column.to.lookup:
            pairs = tuple(_pairs(column, reader, sample))
        else:
            continue
        if pairs:
            yield ReadAs(column.header, fields, pairs[:SHOWN])


def _pairs(column: Column, reader: Reader, sample: list[Cells]) -> Iterator[tuple[str, Any]]:
    for text in dict.fromkeys(text_of(cells[column.index]).strip() for cells in sample):
        value = reader(text) if text else None
        if value is not None and not isinstance(value, Fault) and spelled(value) != text:
            yield text, value


def _parted(about: Object, column: Column, reader: Reader, sample: list[Cells]) -> Iterator[tuple[str, Any]]:
    for text in dict.fromkeys(text_of(cells[column.index]).strip() for cells in sample):
        values = {parting.WHOLE: reader(text)}
        if text and not isinstance(values[parting.WHOLE], Fault):
            parting.part(values, about.fields)
        if len(values) > 1:
            yield text, " · ".join(str(values[name]) for name in (*parting.PARTS, parting.WHOLE) if values.get(name))


def spelled(value: Any) -> str:
    """A value as a file would spell it."""
    if isinstance(value, list):
        return "; ".join(str(each["value"] if isinstance(each, dict) else each) for each in value)
    return str(getattr(value, "amount", value))
