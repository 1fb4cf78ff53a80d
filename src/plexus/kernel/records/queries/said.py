"""What administrators said of a field, as far as somebody may know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.expressions.checked import Checked, fields_read
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.reckoning import ruled
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.object import Object


@dataclass(frozen=True, slots=True)
class Said:
    """The expressions of a field, and the value that it begins with where that is always the same."""

    required_when: str | None = None
    visible_when: str | None = None
    default_expression: str | None = None
    default: Any = None


def said_of(actor: Actor, about: Object, one: Field) -> Said:
    """What is said of a field; an expression that reads what is hidden from the actor is hidden too."""
    asked = ruled(about, actor.workspace_id)

    def text(written: str, parts: tuple[tuple[Field, Checked], ...]) -> str | None:
        found = next((checked for field, checked in parts if field.name == one.name), None)
        return written if found is not None and _may_know(actor, about, found) else None

    return Said(
        text(one.required_when, asked.required),
        text(one.visible_when, asked.visible),
        text(one.default_expression, asked.defaults),
        _rendered(one),
    )


def _may_know(actor: Actor, about: Object, checked: Checked) -> bool:
    schema = registry.of(actor.workspace_id)
    return all(name in readable_fields(actor, schema.object(plural)) for plural, name in fields_read(about, checked))


def _rendered(one: Field) -> Any:
    if one.default in (None, ""):
        return None
    try:
        return one.type.render(one.type.parse(one.default, one))
    except Unfit:
        return None
