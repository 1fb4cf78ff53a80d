"""An expression that was checked: every part with its kind, every name with the field that it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plexus.kernel.expressions.functions.function import Overload
from plexus.kernel.expressions.kinds import Kind
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.step import Step


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that was written out."""

    kind: Kind
    value: Any


@dataclass(frozen=True, slots=True)
class Reading:
    """A field of the record itself or of the record at the end of some steps."""

    kind: Kind
    steps: tuple[Step, ...]
    about: Object
    field: Field

    @property
    def path(self) -> tuple[str, ...]:
        """The names on the way, the field's own last."""
        return (*(step.reference.name for step in self.steps), self.field.name)


@dataclass(frozen=True, slots=True)
class Applied:
    """A function with what it is applied to."""

    kind: Kind
    overload: Overload
    args: tuple[Checked, ...]


Checked = Constant | Reading | Applied


def readings(part: Checked) -> Iterator[Reading]:
    """Every field that an expression reads, as often as it does."""
    match part:
        case Reading():
            yield part
        case Applied(args=args):
            for each in args:
                yield from readings(each)
        case _:
            return


def fields_read(about: Object, part: Checked) -> frozenset[tuple[str, str]]:
    """The fields that an expression over an object depends on, references on the way included: object and name."""
    found = set()
    for each in readings(part):
        home = about
        for step in each.steps:
            found.add((home.plural, step.reference.name))
            home = step.target
        found.add((home.plural, each.field.name))
    return frozenset(found)
