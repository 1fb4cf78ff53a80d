"""From the journal's documents to values of fields, with the names of the records they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import models

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.fetching import naming
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object

Document = Mapping[str, Any]
Titles = dict[tuple[str, UUID], str]


def row_of(about: Object, document: Document) -> dict[str, Any]:
    """A row by column out of a document of the journal; a column that the document lacks is empty."""
    columns = about.model._meta.concrete_fields
    row = {each.attname: _python(each, document.get(each.attname)) for each in columns}
    return row | {"custom": document.get("custom") or {}}


def _python(column: models.Field[Any, Any], value: Any) -> Any:
    """A value of JSON as the column's; nothing stays nothing, even where the column must have a value."""
    return None if value is None else column.to_python(value)


def read(fields: Iterable[Field], row: Mapping[str, Any], titles: Titles) -> dict[str, Any]:
    """The values of fields by name, references named."""
    return {each.name: named(each.read(row), titles) for each in fields}


def named(value: Any, titles: Titles) -> Any:
    """A value with the names of what it refers to; a record that the reader may not see keeps its id only."""
    if isinstance(value, dict) and value.keys() >= {"id", "object"}:
        return value | {"name": titles.get((value["object"], UUID(str(value["id"])))) or None}
    return [named(each, titles) for each in value] if isinstance(value, list) else value


def titles_of(actor: Actor, values: Iterable[Any]) -> Titles:
    """The names of every record that some values refer to, in the trash or not, in one statement."""
    wanted: dict[str, set[UUID]] = {}
    for plural, key in _references(values):
        wanted.setdefault(plural, set()).add(key)
    found = naming.names(actor, wanted, trashed=None)
    return {(plural, key): found[key] for plural, keys in wanted.items() for key in keys if key in found}


def _references(values: Iterable[Any]) -> Iterator[tuple[str, UUID]]:
    for value in values:
        if isinstance(value, dict) and value.keys() >= {"id", "object"}:
            yield value["object"], UUID(str(value["id"]))
        elif isinstance(value, list):
            yield from _references(value)
