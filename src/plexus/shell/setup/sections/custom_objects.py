"""Objects that a workspace has of its own."""

from __future__ import annotations

from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.models import ObjectDefinition
from plexus.shell.administration.actions import objects
from plexus.shell.setup.document import Entry, Key
from plexus.shell.setup.section import Held, Scope, Section
from plexus.shell.setup.sections import defined


class CustomObjects(Section):
    """By API name."""

    name = "custom-objects"
    rank, shapes, retires = 10, True, True
    kinds = {
        "label_en": "text", "label_zh": "text", "plural_en": "text", "icon": "text", "description": "text",
        "in_rail": "flag", "position": "whole", "retired": "flag",
    }  # fmt: skip

    def held(self, actor: Actor) -> dict[Key, Held]:
        rows = ObjectDefinition.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
        return {(row.name,): Held(row.pk, self._told(row)) for row in rows}

    def _told(self, row: ObjectDefinition) -> Entry:
        return {name: getattr(row, name) for name in self.kinds if name != "retired"} | {
            "retired": row.retired_at is not None
        }

    def keep(self, key: Key, values: Entry, held: Held | None, scope: Scope) -> UUID | None:
        row_id = held.row_id if held else self._taken_back(key, scope)
        if row_id is None:
            return objects.create_object(actor=scope.actor, values=values | {"name": key[0]}, now=scope.now).pk
        objects.change_object(actor=scope.actor, object_id=row_id, values=values, now=scope.now)
        return row_id

    def _taken_back(self, key: Key, scope: Scope) -> UUID | None:
        row_id = defined.taken_back(ObjectDefinition.objects.filter(name=key[0]), self.name, scope)
        if row_id:
            self.reinstate(row_id, scope)
        return row_id

    def retire(self, row_id: UUID, scope: Scope) -> None:
        objects.retire_object(actor=scope.actor, record_id=row_id, now=scope.now)

    def reinstate(self, row_id: UUID, scope: Scope) -> None:
        objects.reinstate_object(actor=scope.actor, record_id=row_id, now=scope.now)
