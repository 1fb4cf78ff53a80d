"""The indexes of custom fields: what there should be, what there is, and making the two agree without stopping anybody.

An index is of one field in one workspace: it holds no row that has nothing to do with it, and goes with the field. It
stands on the very expression that filters compile to, or lists sort by. Statistics of the same name and expression tell
the planner how many rows a value has.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Index, Q
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Upper

from plexus.kernel.records.indexing import building
from plexus.kernel.records.indexing.building import Wanted, statement
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Choices, References
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import custom_value

FAST, SORTED, UNIQUE = "cf_", "cs_", "cu_"
HELD = """
SELECT c.relname::text, i.indisvalid FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relname IN (%s, %s, %s)
"""


def name_of(prefix: str, one: Field) -> str:
    """The name by which the index of a field is known."""
    return f"{prefix}{one.definition.hex[-24:] if one.definition else ''}"


def field_of(about: Object, constraint: str) -> str:
    """The custom field whose index a constraint's error names; empty where it is none."""
    if not constraint.startswith(UNIQUE):
        return ""
    return next((each.name for each in about.custom_fields if name_of(UNIQUE, each) == constraint), "")


def wanted(about: Object, one: Field, workspace_id: Any) -> Iterator[Wanted]:
    """The indexes that a field should have."""
    live = Q(workspace_id=workspace_id, deleted_at=None)
    within = live & Q(object=about.plural) if about.is_custom else live
    if one.unique:
        built = statement(about, Index(_compared(one), name=name_of(UNIQUE, one), condition=within))
        yield Wanted(name_of(UNIQUE, one), built.replace("CREATE INDEX", "CREATE UNIQUE INDEX", 1))
    if one.filterable and not one.unique:
        yield Wanted(name_of(FAST, one), statement(about, _fast(one, within)), known="custom")
    if one.filterable and one.type.sortable and one.type.textual:
        name = name_of(SORTED, one)
        yield Wanted(name, statement(about, Index(custom_value(one), F("id"), name=name, condition=within)))


def _fast(one: Field, within: Q) -> Index:
    name = name_of(FAST, one)
    if isinstance(one.type, Choices | References):
        return GinIndex(OpClass(KeyTransform(one.name, "custom"), "jsonb_path_ops"), name=name, condition=within)
    return Index(_compared(one), F("id"), name=name, condition=within)


def _compared(one: Field) -> Combinable:
    """What a filter compares: text letter case aside."""
    return Upper(custom_value(one)) if one.type.textual else custom_value(one)


def agree(about: Object | None, one: Field, workspace_id: Any) -> list[str]:
    """Build what is missing and take away what is not wanted any more; the names of what was built.

    A field of an object that is not there, or that is retired, has none. Raises `NotAllDifferent`.
    """
    there = wanted(about, one, workspace_id) if about else ()
    names = (name_of(prefix, one) for prefix in (FAST, SORTED, UNIQUE))
    return building.agree(there, building.rows(HELD, *names))
