"""A firm's own fields of every type on a standard object, and an object of its own with them."""

from __future__ import annotations

from typing import Any

from tests.casting import NOW

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.schema.models.field_definition import CustomType
from plexus.kernel.schema.object import Object
from plexus.shell.administration.actions import fields, objects

CHOICES = [
    {"key": "lathe", "label_en": "Lathe", "label_zh": "车床", "tone": "info"},
    {"key": "press", "label_en": "Press", "label_zh": "冲床", "tone": "good"},
    {"key": "mill", "label_en": "Mill", "label_zh": "铣床"},
]
OPTIONS: dict[str, dict[str, Any]] = {
    "choice": {"choices": CHOICES},
    "choices": {"choices": CHOICES},
    "reference": {"target": "accounts"},
    "references": {"target": "contacts"},
    "rating": {"most": 10},
    "auto_number": {"prefix": "M-", "digits": 4},
    "decimal": {"places": 2},
    "money": {"currency": "EUR"},
    "rollup": {"list": "tasks", "function": "count"},
}


def machines(actor: Actor) -> Object:
    """The firm's object machines, with a field of every type."""
    with acting(actor):
        values = {"label_en": "Machine", "plural_en": "Machines", "label_zh": "机器", "icon": "factory"}
        objects.create_object(actor=actor, values=values, now=NOW)
    return tailored(actor, "machines")


def tailored(actor: Actor, plural: str) -> Object:
    """An object of the firm with a further field of every type."""
    for kind in CustomType:
        a_field(actor, plural, kind.value)
    return about(actor, plural)


def a_field(actor: Actor, plural: str, kind: str = "text", **values: Any) -> Any:
    """A field made as the settings page makes it, called after its type."""
    options = OPTIONS.get(kind, {})
    if kind == "formula":
        options = {"expression": f"length({about(actor, plural).described.title})", "places": 0}
    given = {"name": f"c_{kind}", "label_en": f"Own {kind}", "options": options} | values
    with acting(actor):
        return fields.create_field(actor=actor, plural=plural, values={"type": kind, **given}, now=NOW)


def about(actor: Actor, plural: str) -> Object:
    """An object as the actor's firm has it now."""
    with acting(actor):
        return registry.of(actor.workspace_id).object(plural)
