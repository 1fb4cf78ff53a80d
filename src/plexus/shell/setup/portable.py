"""Filters without ids: what a set-up holds is named, what only a workspace holds is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role, Team
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.registry import Schema
from plexus.shell.setup.document import Key
from plexus.shell.setup.refusals import NoSuchChoice

Document = dict[str, Any]
Turn = Callable[[Any, str], Any]
_lists: dict[str, Callable[[Actor], Mapping[Key, UUID]]] = {}


def names_of(plural: str, read: Callable[[Actor], Mapping[Key, UUID]]) -> None:
    """Let filters name the records of an object by the keys that these have; called while apps load."""
    _lists[plural] = read


@dataclass
class Names:
    """The records of one workspace that filters may name, each read when it is first asked for."""

    actor: Actor
    _known: dict[str, Mapping[Key, UUID]] = field(default_factory=dict)

    def keys(self, plural: str) -> Mapping[Key, UUID]:
        """The records of an object by key; none of an object that a set-up does not hold."""
        if plural not in self._known:
            self._known[plural] = _lists[plural](self.actor) if plural in _lists else {}
        return self._known[plural]

    def key_of(self, plural: str, key: str) -> Key | None:
        """The key of a record."""
        return next((name for name, each in self.keys(plural).items() if str(each) == key), None)


def outward(document: Document, about: Object | None, actor: Actor, names: Names) -> tuple[Document, bool]:
    """The filter with records named, and whether it names all: an id that stays has no meaning elsewhere."""
    bound: list[str] = []

    def turn(value: Any, plural: str) -> Any:
        wanted = value.get("id") if isinstance(value, dict) else value
        if not isinstance(wanted, str) or (isinstance(value, dict) and "id" not in value):
            return value
        if (key := names.key_of(plural, wanted)) is None:
            bound.append(wanted)
            return value
        return {"named": list(key)}

    return _turned(document, about, registry.of(actor.workspace_id), turn), not bound


def inward(document: Document, about: Object | None, actor: Actor) -> Document:
    """The filter with ids in the place of names; raises `NoSuchChoice`."""
    names, schema = Names(actor), registry.of(actor.workspace_id)

    def turn(value: Any, plural: str) -> Any:
        if not (isinstance(value, dict) and isinstance(value.get("named"), list)):
            return value
        key = tuple(str(each) for each in value["named"])
        found = names.keys(plural).get(key)
        if found is None:
            label = schema.object(plural).label_plural if plural in schema.objects else plural
            raise NoSuchChoice(name=" › ".join(key)[:200], objects=label)
        return str(found)

    made: Document = _turned(document, about, schema, turn)
    return made


def _turned(node: Any, about: Object | None, schema: Schema, turn: Turn) -> Any:
    """The same filter with the values of references turned."""
    if not isinstance(node, dict):
        return node
    made = dict(node)
    for joined in ("and", "or"):
        if isinstance(node.get(joined), list):
            made[joined] = [_turned(each, about, schema, turn) for each in node[joined]]
    if "not" in node:
        made["not"] = _turned(node["not"], about, schema, turn)
    if isinstance(node.get("field"), str) and "value" in node:
        made["value"] = _value(node["value"], _target(about, node["field"].split("."), schema), turn)
    if isinstance(node.get("related"), str) and "where" in node:
        made["where"] = _turned(node["where"], _child(about, node["related"].split("."), schema), schema, turn)
    return made


def _value(value: Any, plural: str | None, turn: Turn) -> Any:
    if plural is None:
        return value
    return [turn(each, plural) for each in value] if isinstance(value, list) else turn(value, plural)


def _target(about: Object | None, path: list[str], schema: Schema) -> str | None:
    """The object of whose records the values at the end of a path are; none where they are no records."""
    here = _along(about, path[:-1], schema)
    one = here.fields.get(path[-1]) if here else None
    if here is None or one is None or one.type.key not in {"reference", "references", "id"}:
        return None
    return here.plural if one.type.key == "id" else one.target or one.among or ""


def _along(about: Object | None, path: list[str], schema: Schema) -> Object | None:
    for name in path:
        one = about.fields.get(name) if about else None
        about = schema.objects.get(one.target or "") if one else None
    return about


def _child(about: Object | None, path: list[str], schema: Schema) -> Object | None:
    here = _along(about, path[:-1], schema)
    related = schema.related(here.plural).get(path[-1]) if here else None
    return schema.objects.get(related.object) if related else None


def _roles(actor: Actor) -> Mapping[Key, UUID]:
    rows = Role.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
    return {(key,): row_id for key, row_id in rows.values_list("key", "pk")}


def _teams(actor: Actor) -> Mapping[Key, UUID]:
    rows = Team.objects.filter(workspace_id=actor.workspace_id, deleted_at=None).order_by("pk")
    return {(name,): row_id for name, row_id in rows.values_list("name", "pk")}


names_of("roles", _roles)
names_of("teams", _teams)
