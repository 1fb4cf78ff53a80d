"""What the administrators of the workspace in scope have defined, read in one statement with its version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

Row = Mapping[str, Any]

LIVE = "d.workspace_id = w.id AND d.deleted_at IS NULL"
READ = f"""
SELECT w.schema_version,
    (SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY d.position, d.name), '[]')::text
     FROM schema_objectdefinition d WHERE {LIVE}),
    (SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY d.position, d.name), '[]')::text
     FROM schema_fielddefinition d WHERE {LIVE}),
    (SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY d.position, d.id), '[]')::text
     FROM schema_ruledefinition d WHERE {LIVE}),
    (SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY d.id), '[]')::text FROM schema_fieldrule d WHERE {LIVE}),
    (SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY d.id), '[]')::text FROM schema_layoutdefinition d WHERE {LIVE}),
    (SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY d.id), '[]')::text FROM schema_qualitystandard d WHERE {LIVE})
FROM workspaces_workspace w WHERE w.id = %s
"""


@dataclass(frozen=True, slots=True)
class Definitions:
    """Definitions as rows by column, in their order, the retired ones among them."""

    version: int
    objects: Sequence[Row]
    fields: Sequence[Row]
    rules: Sequence[Row] = ()
    field_rules: Sequence[Row] = ()
    layouts: Sequence[Row] = ()
    standards: Sequence[Row] = ()

    @property
    def are_any(self) -> bool:
        """Whether anything was defined at all."""
        return any((self.objects, self.fields, self.rules, self.field_rules, self.layouts, self.standards))


def read(workspace_id: UUID) -> Definitions | None:
    """The definitions of a workspace; nothing where the open transaction does not stand in it."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [workspace_id])
        found = cursor.fetchone()
    return Definitions(found[0], *map(orjson.loads, found[1:])) if found else None


def with_row(defined: Definitions, row: Any) -> Definitions:
    """The definitions with one of them as it is about to be saved."""
    name = ROWS[row._meta.model_name]
    values = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    held: Sequence[Row] = getattr(defined, name)
    others = [each for each in held if str(each["id"]) != str(row.pk)]
    rows = sorted((*others, values), key=lambda each: (each["position"], each.get("name", "")))
    changed: dict[str, Any] = {name: [each for each in rows if each.get("deleted_at") is None]}
    return replace(defined, **changed)


ROWS = {"objectdefinition": "objects", "fielddefinition": "fields", "ruledefinition": "rules"}
