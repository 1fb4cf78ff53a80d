"""Reading records: a page of a list, or one record, in one statement under the actor's rights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import Verb, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.sorting import SortKey, sort_keys
from plexus.kernel.records import counting, paging, prepared
from plexus.kernel.records.plan import Plan, Reader, naming, plan
from plexus.kernel.records.prepared import Prepared
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema.object import Object
from plexus.kernel.workspaces.models import WorkspaceRow

LIMIT = 50
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a door asks of a list: condition, sort, fields by path, how many, and from where."""

    condition: Q = field(default_factory=Q)
    sort: str = ""
    fields: tuple[str, ...] = ()
    limit: int = LIMIT
    cursor: str = ""
    trashed: bool = False
    counted: bool = True


@dataclass(frozen=True)
class Page:
    """A page of a list: each row's stored values by path, and the ways on and back."""

    readers: Sequence[Reader]
    rows: Sequence[Values]
    next: str | None
    previous: str | None
    count: counting.Count | None


def visible(actor: Actor, about: Object, *, verb: Verb = Verb.READ, trashed: bool = False) -> QuerySet[WorkspaceRow]:
    """The rows of an object that an actor may read (or change), in the trash or outside it."""
    rows = about.rows(actor.workspace_id).filter(permitted(actor, about, verb))
    return rows.exclude(deleted_at=None) if trashed else rows.filter(deleted_at=None)


def read_page(actor: Actor, about: Object, asked: Asked) -> Page:
    """A page of what the actor may read; raises `Invalid` for unknown fields, `CursorInvalid` for a foreign cursor."""
    if asked.condition == Q() and not asked.cursor and (made := _prepared(prepared.asker(actor, about, asked))):
        return _first_page(actor, about, asked, made)
    wanted, keys = _planned(actor, about, asked)
    matching = visible(actor, about, trashed=asked.trashed).filter(asked.condition)
    values, backward = paging.read_cursor(keys, asked.cursor) if asked.cursor else ((), False)
    rows, names = _rows(matching, wanted, keys, values, backward=backward)
    fetched = list(rows[: asked.limit + 1])
    more, fetched = len(fetched) > asked.limit, fetched[: asked.limit]
    ordered = fetched[::-1] if backward else fetched
    return Page(
        readers=wanted.readers,
        rows=wanted.read(names, ordered),
        next=_cursor(keys, names, ordered, -1, backward=False) if (more or backward) else None,
        previous=_cursor(keys, names, ordered, 0, backward=True) if (more if backward else asked.cursor) else None,
        count=counting.count(matching) if asked.counted else None,
    )


def _first_page(actor: Actor, about: Object, asked: Asked, made: Prepared) -> Page:
    """The page that most people see: its statement is kept."""
    fetched = made.fetch()
    rows = fetched[: asked.limit]
    return Page(
        readers=made.wanted.readers,
        rows=made.wanted.read(made.names, rows),
        next=_cursor(made.keys, made.names, rows, -1, backward=False) if len(fetched) > asked.limit else None,
        previous=None,
        count=_count(actor, about, asked, made) if asked.counted else None,
    )


def _count(actor: Actor, about: Object, asked: Asked, made: Prepared) -> counting.Count:
    counted = made.count()
    if counted <= counting.BOUND:
        return counting.Count(counted, exact=True)
    return counting.estimated(visible(actor, about, trashed=asked.trashed))


@prepared.kept
def _prepared(asker: prepared.Asker) -> Prepared | None:
    """A list by its statement; none for whoever may read nothing, for that asks the database nothing."""
    actor, about, asked = asker.actor, asker.about, asker.asked
    wanted, keys = _planned(actor, about, asked)
    matching = visible(actor, about, trashed=asked.trashed)
    rows, names = _rows(matching, wanted, keys, (), backward=False)
    try:
        return prepared.of(wanted, keys, rows[: asked.limit + 1], names, matching[: counting.BOUND + 1])
    except EmptyResultSet:
        return None


def _planned(actor: Actor, about: Object, asked: Asked) -> tuple[Plan, Sequence[SortKey]]:
    wanted = plan(actor, about, asked.fields or tuple(readable_fields(actor, about)))
    return wanted, sort_keys(about, actor, asked.sort)


def _rows(
    matching: QuerySet[WorkspaceRow], wanted: Plan, keys: Sequence[SortKey], values: Sequence[Any], *, backward: bool
) -> tuple[QuerySet[WorkspaceRow, tuple[Any, ...]], Sequence[str]]:
    """Rows as tuples with the names of what stands in them: the plan's columns, and each sort key under its alias."""
    aliases = {key.alias: key.expression for key in keys if key.expression is not None}
    rows = matching.annotate(
        **wanted.expressions, **{name: each for name, each in aliases.items() if name not in wanted.expressions}
    )
    if values:
        rows = rows.filter(paging.beyond(keys, values, backward=backward))
    names = list(dict.fromkeys([*wanted.names(), *(key.alias for key in keys)]))
    return rows.order_by(*paging.order(keys, backward=backward)).values_list(*names), names


def _cursor(
    keys: Sequence[SortKey], names: Sequence[str], rows: Sequence[Sequence[Any]], index: int, *, backward: bool
) -> str | None:
    if not rows:
        return None
    values = [rows[index][names.index(key.alias)] for key in keys]
    return paging.write_cursor(keys, values, backward=backward)


def read_one(
    actor: Actor, about: Object, record_id: UUID, *, fields: Iterable[str] = (), trashed: bool | None = False
) -> Values:
    """One record's stored values by path; `NotFound` when it is not there or not for the actor's eyes.

    `trashed=None` reads it wherever it is.
    """
    wanted = plan(actor, about, tuple(fields) or tuple(readable_fields(actor, about)))
    rows = about.rows(actor.workspace_id).filter(permitted(actor, about), pk=record_id)
    if trashed is not None:
        rows = rows.exclude(deleted_at=None) if trashed else rows.filter(deleted_at=None)
    names = wanted.names()
    row = rows.annotate(**wanted.expressions).values_list(*names).first()
    if row is None:
        raise NotFound
    return wanted.read(names, [row])[0]


def titles(actor: Actor, about: Object, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The titles of those records that the actor may read, by id, in one statement; none where titles are hidden."""
    if about.described.title not in readable_fields(actor, about):
        return {}
    rows = visible(actor, about).filter(pk__in=list(ids)).annotate(shown_title=naming(actor, about))
    return {key: str(title or "") for key, title in rows.values_list("pk", "shown_title")}


def title_text(value: Any) -> str:
    """A title as text: a record named by a reference bears that record's name."""
    return (value.get("name") or "") if isinstance(value, dict) else str(value or "")
