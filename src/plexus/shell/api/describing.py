"""The schema as JSON: what objects there are, and what fields they have for the one who asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from plexus.kernel.access.rights import Verb, level, may_write, readable_fields
from plexus.kernel.records.queries.said import said_of
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.shell.api.door import Call, answer


def describe_schema(call: Call) -> HttpResponse:
    """GET /schema: the objects that the actor may read."""
    return answer(
        {
            "data": [
                _summary(call, each)
                for each in registry.of(call.actor.workspace_id)
                if level(call.actor, each, Verb.READ)
            ]
        }
    )


def describe_object(call: Call, objects: str) -> HttpResponse:
    """GET /schema/{object}: its fields, related lists and rights."""
    schema = registry.of(call.actor.workspace_id)
    about = schema.object(objects)
    if not level(call.actor, about, Verb.READ):
        raise registry.UnknownObject(name=objects)
    fields = [_field(call, about, each) for each in readable_fields(call.actor, about).values()]
    related = [
        {"name": each.name, "object": each.object, "field": each.field} for each in schema.related(objects).values()
    ]
    return answer(_summary(call, about) | {"fields": fields, "related": related})


def _summary(call: Call, about: Object) -> dict[str, Any]:
    rights = {verb.value: level(call.actor, about, verb).name.lower() for verb in Verb}
    labels = {"label": str(about.label), "label_plural": str(about.label_plural)}
    return {"name": about.plural, **labels, "title_field": about.described.title, "rights": rights}


def _field(call: Call, about: Object, one: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": one.name,
        "type": one.type.key,
        "label": str(one.label),
        "required": one.required,
        "writable": may_write(call.actor, about, one),
        "sortable": one.type.sortable,
        "operators": sorted(one.type.operators),
        "custom": one.custom,
        **_said(call, about, one),
    }
    if one.choices:
        described["choices"] = [{"value": option.key, "label": str(option.label)} for option in one.choices]
    return described | ({"target": one.target} if one.target else {})


def _said(call: Call, about: Object, one: Field) -> dict[str, Any]:
    """When the field is required and shown, and what it begins with: a value, or an expression that gives one."""
    said = said_of(call.actor, about, one)
    default = {"expression": said.default_expression} if said.default_expression else None
    if default is None and said.default is not None:
        default = {"value": said.default}
    return {"required_when": said.required_when, "visible_when": said.visible_when, "default": default}


def describe_me(call: Call) -> HttpResponse:
    """GET /me: who the token acts as."""
    actor = call.actor
    return answer(
        {
            "id": actor.person_id, "name": actor.name, "role": actor.role_name, "language": actor.language,
            "time_zone": actor.time_zone, "scopes": list(actor.scopes), "is_administrator": actor.is_administrator,
            "workspace": {"id": actor.workspace_id, "name": actor.workspace_name, "slug": actor.workspace_slug},
        }
    )  # fmt: skip
