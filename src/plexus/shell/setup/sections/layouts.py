"""Layouts: what form, record page and list show, for everybody or for one role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.schema.models import LayoutDefinition
from plexus.shell.administration.actions.layouts import keep_layout
from plexus.shell.setup.document import Entry, Key
from plexus.shell.setup.refusals import NoSuchRole
from plexus.shell.setup.section import Held, Scope, Section
from plexus.shell.setup.sections import defined

EVERYBODY = "*"


class Layouts(Section):
    """By object and the key of a role; `*` is for everybody else."""

    name = "layouts"
    depth, rank, shapes = 2, 70, True
    kinds = {"name": "text", "parts": "object"}

    def held(self, actor: Actor) -> dict[Key, Held]:
        named = defined.named(actor)
        rows = LayoutDefinition.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
        return {
            (row.object, row.role.key if row.role else EVERYBODY): Held(
                row.pk, {"name": row.name, "parts": _meaning(row.parts, row.object, named)}
            )
            for row in rows.select_related("role")
            if row.object in named.objects and (row.role is None or row.role.deleted_at is None)
        }

    def aligned(self, key: Key, entry: Entry, held: Mapping[Key, Held], scope: Scope) -> Key:
        return (key[0], scope.role_key(key[1]))

    def keep(self, key: Key, values: Entry, held: Held | None, scope: Scope) -> UUID | None:
        told: Entry = {"name": "", "parts": {}} | (held.entry if held else {}) | values
        return keep_layout(
            actor=scope.actor, plural=key[0], role_id=role_id(key[1], scope), name=told["name"], parts=told["parts"],
            now=scope.now,
        ).pk  # fmt: skip


def role_id(key: str, scope: Scope) -> UUID | None:
    """The role of a key, none for everybody; raises `NoSuchRole`."""
    if key == EVERYBODY:
        return None
    found = Role.objects.filter(workspace_id=scope.actor.workspace_id, key=key, deleted_at=None).first()
    if found is None:
        raise NoSuchRole(key=key[:80])
    return found.pk


def _meaning(parts: Mapping[str, Any], plural: str, named: defined.Named) -> dict[str, Any]:
    """The parts without names of fields and lists that there are no more."""
    made = dict(parts)
    for name in ("hidden", "columns"):
        if name in made:
            made[name] = named.only(plural, made[name])
    if "sections" in made:
        made["sections"] = [
            each | {"fields": named.only(plural, each.get("fields", ()))} for each in made["sections"]
        ]  # fmt: skip
    if "related" in made:
        made["related"] = [each for each in made["related"] if each["list"] in named.lists.get(plural, ())]
    return made
