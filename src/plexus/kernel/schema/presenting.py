"""What a workspace says of how its objects are asked for and shown: the rules of fields, and layouts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from plexus.kernel.schema.completing import of_row
from plexus.kernel.schema.definitions import Definitions, Row
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.layout import Layout, layout_made
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.tailoring import in_either


def presented(objects: Mapping[str, Object], defined: Definitions) -> dict[str, Object]:
    """The objects with the rules of their fields and with their layouts."""
    ruled: dict[str, dict[str, Row]] = {}
    for row in defined.field_rules:
        ruled.setdefault(row["object"], {})[row["field"]] = row
    layouts: dict[str, dict[UUID | None, Layout]] = {}
    for row in defined.layouts:
        role = UUID(row["role_id"]) if row["role_id"] else None
        layouts.setdefault(row["object"], {})[role] = layout_made(row["parts"], in_either, own=role is not None)
    shown = {
        plural: _presented(about, ruled.get(plural, {}), layouts.get(plural, {})) for plural, about in objects.items()
    }
    named = (row for row in defined.standards if row["object"] in shown)
    return shown | {row["object"]: of_row(shown[row["object"]], row) for row in named}


def _presented(about: Object, rules: Mapping[str, Row], layouts: Mapping[UUID | None, Layout]) -> Object:
    if not rules and not layouts:
        return about
    fields = {name: _with(one, rules[name]) if name in rules else one for name, one in about.fields.items()}
    return replace(about, fields=fields, layouts=layouts)


def _with(one: Field, rule: Row) -> Field:
    return replace(
        one,
        required_when=rule["required_when"],
        default_expression=rule["default"],
        visible_when=rule["visible_when"],
        filterable=one.filterable or rule["filterable"],
    )
