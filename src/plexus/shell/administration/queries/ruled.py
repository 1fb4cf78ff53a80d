"""What the settings show of rules: those that there are, and how many records break one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.breaking import breaking
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema.models import FieldRule, LayoutDefinition, RuleDefinition
from plexus.kernel.schema.object import Object


@dataclass(frozen=True, slots=True)
class Tried:
    """How many of an object's records an expression holds for."""

    number: int
    all: int


def rules(actor: Actor, plural: str) -> Sequence[RuleDefinition]:
    """The rules of an object, those that are asked first."""
    rows = RuleDefinition.objects.filter(workspace_id=actor.workspace_id, object=plural, deleted_at=None)
    return sorted(rows, key=lambda row: (row.retired_at is not None, row.position, row.pk))


def rule(actor: Actor, rule_id: UUID) -> RuleDefinition:
    """One rule; raises `NotFound`."""
    row = RuleDefinition.objects.filter(workspace_id=actor.workspace_id, deleted_at=None, pk=rule_id).first()
    if row is None:
        raise NotFound
    return row


def field_rule(actor: Actor, plural: str, field: str) -> FieldRule | None:
    """What is said of a field, if anything."""
    rows = FieldRule.objects.filter(workspace_id=actor.workspace_id, object=plural, field=field, deleted_at=None)
    return rows.first()


def tried(actor: Actor, about: Object, expression: str, now: datetime) -> Tried:
    """How many records an expression holds for; raises what is wrong with it."""
    rows = reading.visible(actor, about)
    return Tried(rows.filter(breaking(actor, about, expression, now)).count(), rows.count())


def layout(actor: Actor, plural: str, role_id: UUID | None) -> LayoutDefinition | None:
    """The layout of a role, or the one for everybody, if somebody made it."""
    rows = LayoutDefinition.objects.filter(workspace_id=actor.workspace_id, object=plural, deleted_at=None)
    return (rows.filter(role_id=role_id) if role_id else rows.filter(role=None)).first()
