"""JSON Schemas of the records of an object: as read, as created, as changed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from plexus.kernel.access.rights import may_write, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.queries.said import said_of
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types.number import Decimal, Integer
from plexus.kernel.schema.object import Object
from plexus.shell.api.openapi import examples, options

Json = dict[str, Any]
ID: Json = {"type": "string", "format": "uuid"}
TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}


def name_of(about: Object) -> str:
    """What an object's records are called in the document: deal-line-items is DealLineItems."""
    return "".join(part.capitalize() for part in about.plural.split("-"))


def ref(name: str) -> Json:
    """A pointer to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def of_object(actor: Actor, about: Object) -> dict[str, Json]:
    """The schemas of one object by name."""
    name = name_of(about)
    known = readable_fields(actor, about)
    writable = {key: each for key, each in known.items() if may_write(actor, about, each)}
    required = [key for key, each in writable.items() if each.required and not each.default_expression]
    label = str(about.label)
    formed = FORMED.get(about.plural, dict)()
    parts = {key: as_written(each) | formed.get(key, {}) | _said(actor, about, each) for key, each in writable.items()}
    create = _writing(parts, label, examples.creation(about, writable.values()))
    one = examples.record(about, known.values())
    page = {"data": {"type": "array", "items": ref(name)}, "next": nullable(TEXT), "previous": nullable(TEXT)}
    # Nothing of it is required: `fields` leaves out whatever it does not name.
    read = {key: as_read(each) | formed.get(key, {}) for key, each in known.items()}
    return {
        name: {"type": "object", "title": label, "properties": read, "examples": [one]},
        f"{name}Create": create | ({"required": required} if required else {}),
        f"{name}Update": _writing(parts, label, examples.change(about, writable.values())),
        f"{name}Page": {
            "type": "object", "properties": page | {"count": {"anyOf": [ref("Count"), {"type": "null"}]}},
            "required": ["data", "next", "previous", "count"],
            "examples": [{"data": [one], "next": None, "previous": None, "count": {"value": 1, "exact": True}}],
        },
    }  # fmt: skip


def _said(actor: Actor, about: Object, one: Field) -> Json:
    """What administrators said of a field, in words and for programs; nothing where they said nothing."""
    if not (one.required_when or one.default_expression or one.visible_when):
        return {}
    said = said_of(actor, about, one)
    words = {
        "x-required-when": (said.required_when, _("Required when: %(expression)s")),
        "x-default": (said.default_expression, _("Begins with: %(expression)s")),
        "x-visible-when": (said.visible_when, _("Pages show it when: %(expression)s")),
    }
    known = {key: (text, told % {"expression": text}) for key, (text, told) in words.items() if text}
    lines = [*_described(one), *(told for _text, told in known.values())]
    return {key: text for key, (text, _told) in known.items()} | ({"description": "\n\n".join(lines)} if lines else {})


def _writing(properties: dict[str, Json], label: str, example: Json) -> Json:
    told = {"type": "object", "title": label, "properties": properties, "additionalProperties": False}
    return told | {"examples": [example]}


def as_read(one: Field) -> Json:
    """The schema of a field's value in an answer."""
    more: Json = {"readOnly": True} if not one.writable else {}
    if one.target:
        return _told(one) | {"anyOf": [ref("Reference"), {"type": "null"}]} | more
    return _told(one) | one.type.json_schema(one) | {"examples": [examples.of(one)]} | more


def as_written(one: Field) -> Json:
    """The schema of a field's value in a request; every field takes null unless it is required."""
    schema = WRITTEN.get(one.type.key, lambda field: field.type.json_schema(field))(one)
    return _told(one) | schema | {"examples": [examples.written(one)]}


def _told(one: Field) -> Json:
    """The field's name in words, and what it is for."""
    lines, rounded = _described(one), _rounded(one)
    places = {"x-decimal-places": rounded.kept_places(one)} if rounded else {}
    return {"title": str(one.label)} | places | ({"description": "\n\n".join(lines)} if lines else {})


def _described(one: Field) -> list[str]:
    lines = [str(one.help)] if one.help else []
    rounded = _rounded(one)
    if rounded and one.writable:
        told = _("Kept to %(places)d decimal places; what has more is rounded, halves away from zero.")
        lines.append(told % {"places": rounded.kept_places(one)})
    return lines


def _rounded(one: Field) -> Decimal | None:
    """The type of a field whose values are rounded."""
    kind = one.type
    return kind if isinstance(kind, Decimal) and not isinstance(kind, Integer) and not one.reckoning else None


def nullable(schema: Json) -> Json:
    """The same or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def _reference(one: Field) -> Json:
    by = {
        "type": "object",
        "properties": {"by": {"type": "object", "minProperties": 1, "maxProperties": 1}},
        "required": ["by"],
    }
    by_id = {"type": "object", "properties": {"id": ID}, "required": ["id"]}
    return {"anyOf": [ID, by_id, by, {"type": "null"}]}


def _number(one: Field) -> Json:
    return {"anyOf": [NUMBER, {"type": "number"}, {"type": "null"}]}


def _money(one: Field) -> Json:
    parts = {
        "amount": {"anyOf": [NUMBER, {"type": "number"}]},
        "currency": {"type": "string", "minLength": 3, "maxLength": 3},
    }
    money = {"type": "object", "properties": parts, "required": ["amount"], "additionalProperties": False}
    return {"anyOf": [money, NUMBER, {"type": "number"}, {"type": "null"}]}


def _file(one: Field) -> Json:
    upload = {"type": "object", "properties": {"upload": TEXT, "name": TEXT}, "additionalProperties": False}
    told = {"id": ID, "name": TEXT, "type": TEXT, "size": {"type": "integer"}, "url": TEXT}
    by_id = {"type": "object", "properties": told, "required": ["id"], "additionalProperties": False}
    return {"anyOf": [ID, by_id, upload | {"required": ["upload", "name"]}, {"type": "null"}]}


def _custom_fields() -> dict[str, Json]:
    return {"options": options.of_custom_fields()}


# Documents whose form is known, by object and field.
FORMED = {"custom-fields": _custom_fields}
WRITTEN = {"reference": _reference, "file": _file, "decimal": _number, "percent": _number, "money": _money}
