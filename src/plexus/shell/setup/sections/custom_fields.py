"""Fields that a workspace added to objects, calculated ones among them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.models import FieldDefinition
from plexus.kernel.schema.models.field_definition import CustomType
from plexus.kernel.schema.registry import Schema
from plexus.shell.administration.actions import fields
from plexus.shell.setup import portable
from plexus.shell.setup.document import Entry, Key
from plexus.shell.setup.refusals import BoundToRecord, TypeStays
from plexus.shell.setup.section import Held, Scope, Section
from plexus.shell.setup.sections import defined


class CustomFields(Section):
    """By object and API name. Choices that the file does not name stay: records may hold them."""

    name = "custom-fields"
    depth, rank, shapes, retires = 2, 20, True, True
    kinds = {
        "type": "text", "label_en": "text", "label_zh": "text", "help_en": "text", "help_zh": "text",
        "required": "flag", "unique": "flag", "filterable": "flag", "position": "whole", "options": "object",
        "retired": "flag",
    }  # fmt: skip

    def held(self, actor: Actor) -> dict[Key, Held]:
        rows = FieldDefinition.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
        objects, names = defined.named(actor).objects, portable.Names(actor)
        return {(row.object, row.name): self._held(row, actor, names) for row in rows if row.object in objects}

    def _held(self, row: FieldDefinition, actor: Actor, names: portable.Names) -> Held:
        entry: Entry = {name: getattr(row, name) for name in self.kinds if name != "retired"}
        entry |= {"retired": row.retired_at is not None, "options": dict(row.options)}
        if not row.options.get("where"):
            return Held(row.pk, entry)
        child = _listed(registry.of(actor.workspace_id), row.object, row.options)
        entry["options"]["where"], whole = portable.outward(row.options["where"], child, actor, names)
        return Held(row.pk, entry, None if whole else BoundToRecord())

    def wanted(self, entry: Entry, held: Held | None, scope: Scope) -> Entry:
        made = dict(entry)
        if held and "options" in entry:
            before = held.entry["options"]
            made["options"] = _kept_besides(before, entry["options"])
        return made

    def keep(self, key: Key, values: Entry, held: Held | None, scope: Scope) -> UUID | None:
        given = dict(values)
        wanted_type = str(given.pop("type", held.entry["type"] if held else ""))
        if held:
            _must_stay(str(held.entry["type"]), wanted_type)
        if (given.get("options") or {}).get("where"):
            child = _listed(scope.schema, key[0], given["options"])
            where = portable.inward(given["options"]["where"], child, scope.actor)
            given["options"] = given["options"] | {"where": where}
        row_id = held.row_id if held else self._taken_back(key, wanted_type, scope)
        if row_id:
            return fields.change_field(actor=scope.actor, field_id=row_id, values=given, now=scope.now).pk
        given |= {"name": key[1], "type": wanted_type}
        return fields.create_field(actor=scope.actor, plural=key[0], values=given, now=scope.now).pk

    def _taken_back(self, key: Key, wanted: str, scope: Scope) -> UUID | None:
        rows = FieldDefinition.objects.filter(object=key[0], name=key[1])
        found = rows.filter(workspace_id=scope.actor.workspace_id).exclude(deleted_at=None).first()
        if found:
            _must_stay(found.type, wanted)
        row_id = defined.taken_back(rows, self.name, scope)
        if row_id:
            self.reinstate(row_id, scope)
        return row_id

    def retire(self, row_id: UUID, scope: Scope) -> None:
        fields.retire_field(actor=scope.actor, record_id=row_id, now=scope.now)

    def reinstate(self, row_id: UUID, scope: Scope) -> None:
        fields.reinstate_field(actor=scope.actor, record_id=row_id, now=scope.now)


def _must_stay(held: str, wanted: str) -> None:
    if held != wanted:
        labels = dict(CustomType.choices)
        raise TypeStays(held=labels.get(held, held), wanted=labels.get(wanted, wanted[:40]))


def _listed(schema: Schema, plural: str, options: Any) -> Any:
    """The object of whose records a roll-up is."""
    related = schema.related(plural).get(str(options.get("list") or "")) if plural in schema.objects else None
    return schema.objects.get(related.object) if related else None


def _kept_besides(before: Entry, after: Entry) -> Entry:
    """The options that are wanted, with the choices and the name of the list that are there already."""
    made = dict(after)
    if before.get("related") and not after.get("related"):
        made["related"] = before["related"]
    if before.get("merged") and "merged" not in after:
        made["merged"] = before["merged"]
    wanted = after.get("choices")
    if before.get("choices") and isinstance(wanted, list):
        keys = {each.get("key") for each in wanted if isinstance(each, dict)}
        made["choices"] = [*wanted, *(each for each in before["choices"] if each.get("key") not in keys)]
    return made
