"""Building and dropping indexes while everybody works, as the owner of the tables and outside of every transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, OperationalError, connections
from django.db.models import Index
from psycopg import sql

from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class NotAllDifferent(Refusal):
    """Records hold the same value of a field that should be unique."""

    message = _("Some records have the same value here, so the field cannot be unique yet: %(examples)s")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An index by its name, and the statement that builds it.

    `known` is the column of an expression of which statistics are kept under the same name: without them PostgreSQL
    takes any value of an index of some rows only for one in two hundred.
    """

    name: str
    statement: str
    known: str = ""


def statement(about: Object, index: Index) -> str:
    """What builds an index of the table of an object beside its readers and writers."""
    with connections["owner"].schema_editor(atomic=False, collect_sql=True) as editor:
        return str(index.create_sql(about.model, editor, concurrently=True))


def agree(wanted: Iterable[Wanted], held: Iterable[tuple[str, bool]]) -> list[str]:
    """Of the indexes that are held, with whether each is valid, drop what is not wanted; build what is missing.

    The names of what was built. Raises `NotAllDifferent`.
    """
    there, valid = {each.name: each for each in wanted}, dict(held)
    for name, is_valid in valid.items():
        if name not in there or not is_valid:
            _drop(name)
    missing = [each for name, each in there.items() if not valid.get(name)]
    for each in missing:
        _build(each)
    return [each.name for each in missing]


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What the owner of the tables is answered."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _build(each: Wanted) -> None:
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute(each.statement)
            if each.known:
                cursor.execute("SELECT index_known(%s::regclass, %s)", [each.name, each.known])
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
