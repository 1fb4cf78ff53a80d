"""Which columns of an object its own indexes lead to, and which of its fields an administrator may have indexed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Index, OrderBy

from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import EVERY_TYPE
from plexus.kernel.schema.object import Object


def ways(about: Object, column: str) -> set[bool]:
    """The directions in which indexes order the rows of a workspace by a column: whether each descends."""
    return {way for index in about.model._meta.indexes for name, way in _led_by(index) if name == column}


def _led_by(index: Index) -> Iterator[tuple[str, bool]]:
    """The column by which an index orders the rows of a workspace, and whether it descends."""
    for name in index.fields[1:2]:
        yield name.lstrip("-"), name.startswith("-")
    for each in index.expressions[1:2]:
        column, descending = (each.expression, each.descending) if isinstance(each, OrderBy) else (each, False)
        if isinstance(column, F):
            yield str(column.deconstruct()[1][0]), descending


def may_be(about: Object, one: Field) -> bool:
    """Whether a field that the object came with can have an index of its own, and none leads to it yet.

    One that was added says so in its definition.
    """
    stands = bool(one.column) and not (one.custom or one.reckoning or about.is_custom)
    if not stands or one.target or not one.type.sortable or one.type is EVERY_TYPE["id"]:
        return False
    return not ways(about, one.sort_column or one.column)
