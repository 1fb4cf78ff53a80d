"""Running numbers: drawn as a record is made, in the same transaction, so that what is refused leaves no gap.

The row of the counter stays locked until the record is kept; whoever makes another one meanwhile waits that long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from plexus.kernel.schema.field import Field, Numbering
from plexus.kernel.schema.field_types import AutoNumber
from plexus.kernel.schema.object import Object

DRAW = """
INSERT INTO schema_counter (definition, workspace_id, last) VALUES (%(definition)s, %(workspace)s, %(first)s)
ON CONFLICT (definition) DO UPDATE SET last = greatest(schema_counter.last + %(number)s, excluded.last)
RETURNING last
"""


def number(about: Object, rows: Sequence[Any]) -> bool:
    """Give new records, just before they are stored, the numbers that their object's fields draw; whether any does."""
    drawing = [one for one in about.custom_fields if isinstance(one.type, AutoNumber) and one.definition]
    for one in drawing:
        if rows:
            for row, drawn in zip(rows, draw(one, rows[0].workspace_id, len(rows)), strict=True):
                row.custom = row.custom | {one.name: drawn}
    return bool(drawing)


def draw(one: Field, workspace_id: Any, many: int) -> list[str]:
    """So many numbers of a field, in their order, as they are written."""
    numbering = one.numbering or Numbering()
    first = numbering.start + many - 1
    with connection.cursor() as cursor:
        values = {"definition": one.definition, "workspace": workspace_id, "first": first, "number": many}
        cursor.execute(DRAW, values)
        (last,) = cursor.fetchone()
    return [numbering.written(each) for each in range(last - many + 1, last + 1)]
