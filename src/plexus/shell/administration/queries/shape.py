"""What the settings show of objects and their fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field, Label
from plexus.kernel.schema.field_rules import UNTAILORED
from plexus.kernel.schema.models import FieldDefinition, ObjectDefinition
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.tailoring import in_either


@dataclass(frozen=True, slots=True)
class ObjectLine:
    """An object with how many fields it came with and how many it was given."""

    plural: str
    label: Label
    icon: str
    standard: int
    added: int
    custom: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with its fields: those that were added, in order, the retired ones, those it came with, and the
    names of those that cannot be calculated.
    """

    about: Object
    definition: ObjectDefinition | None
    added: Sequence[FieldDefinition]
    retired: Sequence[FieldDefinition]
    standard: Sequence[Field]
    broken: frozenset[str]


def objects(actor: Actor) -> tuple[ObjectLine, ...]:
    """Every object to which fields can be added: those that people work with first, the firm's own last."""
    offered = (each for each in registry.of(actor.workspace_id) if each.plural not in UNTAILORED)
    known = sorted(offered, key=lambda each: (each.is_custom, not each.described.department))
    lines = [
        ObjectLine(
            each.plural, each.label_plural, each.described.icon, len(each.fields) - len(each.custom_fields),
            len(each.custom_fields), each.is_custom,
        )
        for each in known
    ]  # fmt: skip
    return tuple(lines)


def retired_objects(actor: Actor) -> Sequence[ObjectDefinition]:
    """The objects that were retired."""
    rows = ObjectDefinition.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
    return list(rows.exclude(retired_at=None).order_by("name"))


def shape(actor: Actor, plural: str) -> Shape:
    """One object with its fields; raises `UnknownObject`."""
    about = registry.of(actor.workspace_id).object(plural)
    rows = FieldDefinition.objects.filter(workspace_id=actor.workspace_id, object=plural, deleted_at=None)
    ordered = list(rows.order_by("position", "name"))
    definition = ObjectDefinition.objects.filter(workspace_id=actor.workspace_id, name=plural, deleted_at=None).first()
    return Shape(
        about,
        definition if about.is_custom else None,
        [row for row in ordered if row.retired_at is None],
        [row for row in ordered if row.retired_at is not None],
        [each for each in about.fields.values() if not each.custom],
        frozenset(name for of, name in registry.of(actor.workspace_id).broken if of == plural),
    )


def field(actor: Actor, field_id: UUID) -> FieldDefinition:
    """One field's definition; raises `NotFound`."""
    row = FieldDefinition.objects.filter(workspace_id=actor.workspace_id, deleted_at=None, pk=field_id).first()
    if row is None:
        raise NotFound
    return row


def label_of(row: FieldDefinition | ObjectDefinition) -> Label:
    """A definition's label in the reader's language."""
    return in_either(row.label_en, row.label_zh)
