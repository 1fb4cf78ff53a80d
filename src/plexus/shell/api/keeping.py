"""Records made and changed by the API; a field or object defined here gets all that it gets in the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.schema.models import FieldDefinition
from plexus.kernel.schema.object import Object
from plexus.kernel.workspaces.models import WorkspaceRow
from plexus.shell.administration.actions import fields, objects
from plexus.shell.api.door import Call

Values = Mapping[str, Any]
PLACED: Mapping[str, Callable[[Actor, Values], Values]] = {
    "custom-fields": fields.placed,
    "custom-objects": objects.placed,
}


def create(call: Call, about: Object, values: Values) -> WorkspaceRow:
    """A new record; raises what `changing.create` raises."""
    given = PLACED[about.plural](call.actor, values) if about.plural in PLACED else values
    return _followed(call, changing.create(actor=call.actor, about=about, values=given, now=call.now))


def update(call: Call, about: Object, record_id: UUID, values: Values, version: int | None = None) -> WorkspaceRow:
    """The record with other values; raises what `changing.update` raises."""
    row = changing.update(
        actor=call.actor, about=about, record_id=record_id, values=values, now=call.now, version=version
    )
    return _followed(call, row)


def _followed(call: Call, row: WorkspaceRow) -> WorkspaceRow:
    """The row; what comes after the definition of a field is under way."""
    return fields.followed(actor=call.actor, row=row, now=call.now) if isinstance(row, FieldDefinition) else row
