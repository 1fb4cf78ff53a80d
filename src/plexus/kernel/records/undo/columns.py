"""Which columns undo may touch, and which of them only go back together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from django.db import models

from plexus.kernel.records.models import Record
from plexus.kernel.schema.field_types import AutoNumber
from plexus.kernel.schema.object import Object
from plexus.kernel.workspaces.models import WorkspaceRow

BOOKKEEPING = frozenset({"id", "workspace_id", "version", "created_at", "created_by_id", "updated_at", "updated_by_id"})
CUSTOM = "custom."


@cache
def stored(model: type[WorkspaceRow]) -> tuple[str, ...]:
    """Every column that is written, not made by the database."""
    return tuple(each.attname for each in model._meta.concrete_fields if not isinstance(each, models.GeneratedField))


def undoable(model: type[WorkspaceRow]) -> tuple[str, ...]:
    """The columns that hold what people entered and what followed from it."""
    return tuple(each for each in stored(model) if each not in BOOKKEEPING)


def groups(about: Object) -> dict[str, str]:
    """From each column that goes with others to the name of its group, which is one of its columns."""
    return {column: min(group) for group in _merged(_bound(about)) for column in group}


def _bound(about: Object) -> Iterator[frozenset[str]]:
    for each in about.fields.values():
        if each.currency_column:
            yield frozenset({each.column, each.currency_column})
        if each.sort_column:
            yield frozenset({each.column, each.sort_column})
    if issubclass(about.model, Record):
        yield frozenset({"owner_id", "team_id"})
        for names in about.model.settled_together:
            yield frozenset(about.fields[name].column for name in names)


def _merged(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The same sets with those that share a column made one."""
    found: list[frozenset[str]] = []
    for each in sets:
        touching = [known for known in found if known & each]
        found = [known for known in found if not known & each]
        found.append(each.union(*touching))
    return found


def field_names(about: Object) -> dict[str, str]:
    """From column to the name of the field that shows it; a column that none shows is spoken of by its own name."""
    names = {each.currency_column: each.name for each in about.fields.values() if each.currency_column}
    names |= {each.sort_column: each.name for each in about.fields.values() if each.sort_column}
    return names | {each.column: each.name for each in about.fields.values() if not each.custom and not each.alias_of}


def money(about: Object) -> list[str]:
    """The columns of amounts and of their currencies."""
    return sorted({column for each in about.fields.values() if each.currency_column for column in each.columns})


def silent(about: Object) -> list[str]:
    """The columns that only mirror another: no conflict of their own is told."""
    return [each.sort_column for each in about.fields.values() if each.sort_column]


def numbered(about: Object) -> list[str]:
    """The custom values that Plexus draws, which nobody enters."""
    return [each.name for each in about.custom_fields if isinstance(each.type, AutoNumber)]


def name_of(about: Object, column: str) -> str:
    """The field that a column, or `custom.` and a key, shows as."""
    return column.removeprefix(CUSTOM) if column.startswith(CUSTOM) else field_names(about).get(column, column)


def column_of(about: Object, field: str) -> str:
    """The column, or `custom.` and a key, of a field by name; the reverse of `name_of`."""
    one = about.fields.get(field)
    if one is not None and not one.custom:
        return one.column
    return field if field in undoable(about.model) else f"{CUSTOM}{field}"
