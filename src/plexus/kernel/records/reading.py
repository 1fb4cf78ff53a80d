"""Reading records under the actor's rights: a page of a list, or one record.

Which rows a page holds is one statement. Where something is reckoned of them, what they tell is another one, which is
kept: it costs more to say and to plan than most filters do, and says the same whatever was filtered.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import Count, Q, QuerySet, TextField, Value, Window

from plexus.kernel.access.filtering import EVERYTHING, permitted
from plexus.kernel.access.rights import Verb, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.compiling import finds_all
from plexus.kernel.query.sorting import SortKey, sort_keys
from plexus.kernel.records.fetching import counting, missing, paging
from plexus.kernel.records.fetching.plan import Plan, Reader
from plexus.kernel.records.fetching.statements import KEPT, KEY, Statement, compiled, rights_of
from plexus.kernel.records.fetching.telling import Telling, telling
from plexus.kernel.records.fetching.telling import Values as Values
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import leading_to
from plexus.kernel.workspaces.models import WorkspaceRow

LIMIT = 50
# How many rows there are, told beside each of them.
IN_ALL = "rows_in_all"
NOTHING = Value(None, output_field=TextField())


@dataclass(frozen=True)
class Asked:
    """What a door asks of a list: condition, sort, fields by path, how many, and from where.

    `of` names a reference and the record that it must lead to, for a list of what belongs to that record. With
    `where_readable` a field that is hidden from the actor says None, and nothing is sorted by it.
    """

    condition: Q = field(default_factory=Q)
    of: tuple[Field, UUID] | None = None
    sort: str = ""
    fields: tuple[str, ...] = ()
    limit: int = LIMIT
    cursor: str = ""
    trashed: bool = False
    counted: bool = True
    where_readable: bool = False

    def telling(self, actor: Actor, about: Object) -> Telling:
        """How the rows tell the fields."""
        return telling(actor, about, self.fields, where_readable=self.where_readable)

    def keys(self, actor: Actor, about: Object) -> tuple[SortKey, ...]:
        """What the rows are sorted by."""
        if not self.where_readable:
            return sort_keys(about, actor, self.sort)
        unread = about.fields.keys() - readable_fields(actor, about).keys()
        kept = (each for each in self.sort.split(",") if each.lstrip("-") not in unread)
        return sort_keys(about, actor, ",".join(kept))


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
    if asked.condition == Q() and not asked.cursor and (kept := _kept_list(_ListKey.of(actor, about, asked))):
        return _first_page(asked, kept)
    told, keys = asked.telling(actor, about), asked.keys(actor, about)
    # A statement of the past brings along what changed since: there one is cheaper than two.
    apart = told.wanted.reckons and not actor.is_traveller
    wanted, matching = Plan() if apart else told.wanted, _matching(actor, about, asked)
    if beside := asked.counted and not asked.cursor and not keys[0].apart and finds_all(asked.condition):
        wanted = replace(wanted, expressions={**wanted.expressions, IN_ALL: Window(Count("pk"))})
    values, backward = paging.read_cursor(keys, asked.cursor) if asked.cursor else ((), False)
    fetched, names = _fetched(matching, wanted, keys, values, backward=backward, most=asked.limit + 1)
    more, fetched = len(fetched) > asked.limit, fetched[: asked.limit]
    ordered = fetched[::-1] if backward else fetched
    known = None if asked.cursor or more else len(ordered)
    if beside and fetched:
        known = fetched[0][names.index(IN_ALL)]
    return Page(
        readers=told.wanted.readers,
        rows=told.of([row[-1] for row in ordered]) if apart else wanted.read(names, ordered),
        next=_cursor(keys, names, ordered, -1, backward=False) if (more or backward) else None,
        previous=_cursor(keys, names, ordered, 0, backward=True) if (more if backward else asked.cursor) else None,
        count=_count(asked, known, lambda: counting.count(matching)),
    )


def _count(asked: Asked, known: int | None, count: Callable[[], counting.Count]) -> counting.Count | None:
    """The number of rows, if it was asked for; nobody counts what is all on one page."""
    if not asked.counted:
        return None
    return counting.Count(known, exact=True) if known is not None else count()


def _matching(actor: Actor, about: Object, asked: Asked) -> QuerySet[WorkspaceRow]:
    rows = visible(actor, about, trashed=asked.trashed).filter(asked.condition)
    return rows.filter(leading_to(*asked.of)) if asked.of else rows


@dataclass(frozen=True)
class _Kept:
    """A list that is asked for as it stands: its plan, its sort, the names in a row, and its statements."""

    wanted: Plan
    keys: Sequence[SortKey]
    names: Sequence[str]
    rows: Statement
    inside: Statement
    unbounded: bool

    def count(self, key: UUID | None) -> counting.Count:
        """The number of rows; where all of a table may be read the planner knows it well enough to be asked first."""
        if self.unbounded and (guess := counting.planned(self.inside)) > counting.CERTAIN:
            return counting.Count(guess, exact=False)
        return counting.bounded(self.inside, key)


def _first_page(asked: Asked, kept: _Kept) -> Page:
    """The page that most people see: its statements are kept."""
    key = asked.of[1] if asked.of else None
    fetched = kept.rows.run(key)
    rows, more = fetched[: asked.limit], len(fetched) > asked.limit
    return Page(
        readers=kept.wanted.readers,
        rows=kept.wanted.read(kept.names, rows),
        next=_cursor(kept.keys, kept.names, rows, -1, backward=False) if more else None,
        previous=None,
        count=_count(asked, None if more else len(rows), lambda: kept.count(key)),
    )


@dataclass(frozen=True)
class _ListKey:
    """All that a list depends on, as a key; the rest comes along to make it from."""

    key: Hashable
    actor: Actor = field(compare=False)
    about: Object = field(compare=False)
    asked: Asked = field(compare=False)

    @classmethod
    def of(cls, actor: Actor, about: Object, asked: Asked) -> _ListKey:
        """The key of a list for whoever has the same rights."""
        reference = asked.of[0].name if asked.of else ""
        shape = (asked.sort, asked.fields, asked.limit, asked.trashed, reference, asked.where_readable)
        return cls((rights_of(actor, about), shape), actor, about, asked)


@lru_cache(maxsize=KEPT)
def _kept_list(key: _ListKey) -> _Kept | None:
    """A list by its statements; none for whoever may read nothing, for that asks the database nothing.

    Nor is there one of a list that is read in parts, or by an index that may have come since: a connection that was
    used to going without it would never take it.
    """
    actor, about, asked = key.actor, key.about, key.asked
    asked = replace(asked, of=(asked.of[0], KEY)) if asked.of else asked
    wanted, keys = asked.telling(actor, about).wanted, asked.keys(actor, about)
    if keys[0].apart or keys[0].changing:
        return None
    matching = _matching(actor, about, asked)
    rows, names = _rows(matching, wanted, keys, (), backward=False)
    try:
        first, inside = compiled(rows[: asked.limit + 1]), compiled(matching.order_by().values_list("pk"))
    except EmptyResultSet:
        return None
    unbounded = asked.of is None and permitted(actor, about) == EVERYTHING
    return _Kept(wanted, keys, names, first, inside, unbounded)


def _fetched(
    matching: QuerySet[WorkspaceRow], wanted: Plan, keys: Sequence[SortKey], values: Sequence[Any],
    *, backward: bool, most: int,
) -> tuple[list[Sequence[Any]], Sequence[str]]:  # fmt: skip
    """The first rows after some sort values, and the names of what stands in them.

    By a field of another record those that have such a record come first, so that the others' index leads to them; who
    has none is asked for only where these are too few.
    """
    fetched: list[Sequence[Any]] = []
    names: Sequence[str] = ()
    for part, sorted_by, after in _parts(matching, keys, values, backward=backward):
        if len(fetched) < most:
            rows, names = _rows(part, wanted, sorted_by, after, backward=backward)
            fetched += rows[: most - len(fetched)]
    return fetched, names


Part = tuple[QuerySet[WorkspaceRow], Sequence[SortKey], Sequence[Any]]


def _parts(
    matching: QuerySet[WorkspaceRow], keys: Sequence[SortKey], values: Sequence[Any], *, backward: bool
) -> Sequence[Part]:
    """The rows in parts that follow each other, each with its sort and the values after which it begins.

    What an index has in this order, empty values last, is read in one as long as it is read from the start.
    """
    first = keys[0]
    if not (first.apart or (first.through and values)):
        return ((matching, keys, values),)
    own = first.through == first.alias
    known = replace(first, nullable=False, through="", part=own)
    unknown = replace(known, nullable=True, expression=first.expression if own else NOTHING)
    led = matching if first.expression is None else matching.annotate(**{first.alias: first.expression})
    present = led.filter(**{f"{first.alias}__isnull": False})
    absent = (led if own else matching).filter(**{f"{first.through}__isnull": True})
    among_known = bool(values) and values[0] is not None
    leading: Part = (present, [known, *keys[1:]], values if among_known else ())
    rest: Part = (absent, [unknown, *keys[1:]], () if among_known else values)
    parts = (rest, leading) if backward else (leading, rest)
    return parts[1:] if values and among_known == backward else parts


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
    actor: Actor,
    about: Object,
    record_id: UUID,
    *,
    fields: Iterable[str] = (),
    trashed: bool | None = False,
    where_readable: bool = False,
) -> Values:
    """One record's stored values by path; `NotFound` when it is not there or not for the actor's eyes.

    `trashed=None` reads it wherever it is. With `where_readable` a field that is hidden from the actor says None.
    """
    rows = telling(actor, about, tuple(fields), trashed=trashed, where_readable=where_readable).of([record_id])
    if not rows:
        raise missing.why(actor, about, record_id) if trashed is False else NotFound()
    return rows[0]


def title_text(value: Any) -> str:
    """A title as text: a record named by a reference bears that record's name."""
    return (value.get("name") or "") if isinstance(value, dict) else str(value or "")
