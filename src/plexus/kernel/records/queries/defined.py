"""A custom field by its definition, for work on it that comes later."""

from __future__ import annotations

from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.models import FieldDefinition
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.tailoring import field_made


def field_defined(actor: Actor, field_id: UUID) -> tuple[Object | None, Field] | None:
    """The field and its object; the field alone where it is retired or its object is not there; nothing if gone."""
    row = FieldDefinition.objects.filter(workspace_id=actor.workspace_id, pk=field_id).first()
    if row is None:
        return None
    about = registry.of(actor.workspace_id).objects.get(row.object)
    if about is None or row.name not in about.fields:
        return None, field_made(vars(row))
    return about, about.fields[row.name]
