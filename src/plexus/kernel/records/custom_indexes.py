"""The indexes of custom fields: what there should be, what there is, and making the two agree without stopping anybody.

An index is of one field in one workspace: it holds no row that has nothing to do with it, and goes with the field. It
stands on the very expression that filters compile to. Only the owner of the tables may build it, outside of every
transaction. Statistics of the same name and expression tell the planner how many rows a value has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import IntegrityError, OperationalError, connections
from django.db.models import F, Index, Q
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Upper
from psycopg import sql

from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Choices, References
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import custom_value
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

FAST, UNIQUE = "cf_", "cu_"
HELD = """
SELECT c.relname::text, i.indisvalid FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relname IN (%s, %s)
"""


class NotAllDifferent(Refusal):
    """Records hold the same value of a field that should be unique."""

    message = _("Some records have the same value here, so the field cannot be unique yet: %(examples)s")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An index by its name, and the statement that builds it."""

    name: str
    statement: str


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
        built = _statement(about, Index(_compared(one), name=name_of(UNIQUE, one), condition=within))
        yield Wanted(name_of(UNIQUE, one), built.replace("CREATE INDEX", "CREATE UNIQUE INDEX", 1))
    if one.filterable and not one.unique:
        yield Wanted(name_of(FAST, one), _statement(about, _fast(one, within)))


def _fast(one: Field, within: Q) -> Index:
    name = name_of(FAST, one)
    if isinstance(one.type, Choices | References):
        return GinIndex(OpClass(KeyTransform(one.name, "custom"), "jsonb_path_ops"), name=name, condition=within)
    return Index(_compared(one), F("id"), name=name, condition=within)


def _compared(one: Field) -> Combinable:
    """What a filter compares: text letter case aside."""
    return Upper(custom_value(one)) if one.type.textual else custom_value(one)


def _statement(about: Object, index: Index) -> str:
    with connections["owner"].schema_editor(atomic=False, collect_sql=True) as editor:
        return str(index.create_sql(about.model, editor, concurrently=True))


def agree(about: Object | None, one: Field, workspace_id: Any) -> list[str]:
    """Build what is missing and take away what is not wanted any more; the names of what was built.

    A field of an object that is not there, or that is retired, has none. Raises `NotAllDifferent`.
    """
    there = {each.name: each for each in wanted(about, one, workspace_id)} if about else {}
    held = dict(_rows(HELD, name_of(FAST, one), name_of(UNIQUE, one)))
    for name, valid in held.items():
        if name not in there or not valid:
            _drop(name)
    built = []
    for name, each in there.items():
        if not held.get(name):
            _build(each, about, one)
            built.append(name)
    return built


def _build(each: Wanted, about: Object | None, one: Field) -> None:
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute(each.statement)
            if each.name.startswith(FAST):
                cursor.execute("SELECT custom_known(%s::regclass)", [each.name])
    except IntegrityError as error:
        _drop(each.name)
        detail = getattr(getattr(error.__cause__, "diag", None), "message_detail", "") or ""
        raise NotAllDifferent(examples=detail.rpartition("=")[2].strip("(). ")[:200]) from error
    except OperationalError:
        _drop(each.name)
        raise


def _drop(name: str) -> None:
    with connections["owner"].cursor() as cursor:
        for kind in ("INDEX CONCURRENTLY", "STATISTICS"):
            cursor.execute(sql.SQL(f"DROP {kind} IF EXISTS {{}}").format(sql.Identifier(name)))


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
