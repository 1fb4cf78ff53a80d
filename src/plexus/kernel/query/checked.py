"""A filter that was checked: the tree again, with the objects and fields that its names mean to one actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from plexus.kernel.query.tree import Function, Op, Some
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.step import Step


@dataclass(frozen=True, slots=True)
class OnDay:
    """A day given where a moment could be: all of that day where the actor is."""

    day: date


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field at the end of some steps compared with parsed values or words."""

    steps: tuple[Step, ...]
    about: Object
    field: Field
    op: Op
    operand: Any


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure over related records: of which field, and as what kind of value it is compared."""

    function: Function
    field: Field | None
    compared: Field
    op: Op
    operand: Any


@dataclass(frozen=True, slots=True)
class RelatedRows:
    """Records of `child` whose `reference` names the record at the end of some steps."""

    steps: tuple[Step, ...]
    about: Object
    child: Object
    reference: Field
    where: Part
    test: Some | Measure


@dataclass(frozen=True, slots=True)
class Conjunction:
    """Every part holds."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Disjunction:
    """At least one part holds."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """The part does not hold."""

    part: Part


Part = Comparison | RelatedRows | Conjunction | Disjunction | Negation


@dataclass(frozen=True, slots=True)
class Checked:
    """A filter over one object that one actor may ask."""

    about: Object
    part: Part
