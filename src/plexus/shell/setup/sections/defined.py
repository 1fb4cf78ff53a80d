"""What the definitions of a workspace name: every object and field that there is, the retired ones among them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.schema import registry
from plexus.kernel.schema.models import FieldDefinition, ObjectDefinition
from plexus.shell.setup.section import Scope


@dataclass(frozen=True)
class Named:
    """The names that mean something in one workspace."""

    objects: frozenset[str]
    fields: Mapping[str, frozenset[str]]
    lists: Mapping[str, frozenset[str]]

    def field(self, plural: str, name: str) -> bool:
        """Whether an object has a field, in use or retired."""
        return name in self.fields.get(plural, ())

    def only(self, plural: str, names: Collection[str]) -> list[str]:
        """Those of some names that mean a field of an object."""
        return [name for name in names if self.field(plural, name)]


def named(actor: Actor) -> Named:
    """What can be named in a workspace."""
    rows = FieldDefinition.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
    own = ObjectDefinition.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
    schema = registry.of(actor.workspace_id)
    objects = frozenset({*schema.objects, *own.values_list("name", flat=True)})
    # What every object of one's own has, a retired one too, which no schema shows.
    common = registry.custom_base().fields.keys()
    fields = {name: {*(schema.objects[name].fields if name in schema.objects else common)} for name in objects}
    lists = {name: {*(schema.related(name) if name in schema.objects else ())} for name in objects}
    for row in rows:
        fields.setdefault(row.object, set()).add(row.name)
        if row.options.get("target") in lists:
            lists[row.options["target"]] |= {row.options.get("related") or "", f"{row.object}-{row.name}"}
    return Named(objects, _frozen(fields), _frozen(lists))


def _frozen(found: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(each) for name, each in found.items()}


def taken_back(rows: Any, plural: str, scope: Scope) -> UUID | None:
    """The key of a row that lay in the trash under a name and is out of it now, if there was one."""
    found = rows.filter(workspace_id=scope.actor.workspace_id).exclude(deleted_at=None).first()
    if found is None:
        return None
    about = scope.schema.object(plural)
    changing.restore(actor=scope.actor, about=about, record_id=found.pk, now=scope.now)
    key: UUID = found.pk
    return key
