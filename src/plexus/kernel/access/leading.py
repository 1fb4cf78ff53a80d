"""Where links lead: the condition that a remark is about a record by which it is open, as one question.

A remark may be about records of every object, a file also about remarks, which are open by their own rights or again by
what they are about. Asked object by object, and that within each kind of remark once more, a statement would grow with
the square of their number, and PostgreSQL plans each EXISTS in two ways, so what it must plan doubles with each level.
So the links of a row are read once, each is followed to its record by its key, and what opens the remarks among them is
asked once for all kinds of them. OFFSET keeps the planner from making anything else of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Func, QuerySet

from plexus.kernel.access.compiled import compiled_rows

Part = tuple[str, list[Any]]
LINKED = """EXISTS (
    SELECT FROM {links} AND ({leads}) OFFSET 0
)"""
LINKS = "access_link permitted_link WHERE permitted_link.workspace_id = %s AND permitted_link.source_id = {key}"
# What opens remarks is asked of links to remarks only.
OPENING = """(
    SELECT target_object, target_id, CASE {opened} END AS opened
    FROM access_link passed_link WHERE passed_link.workspace_id = %s AND passed_link.source_id = {key} OFFSET 0
) permitted_link WHERE true"""
OPENED = "WHEN target_object = ANY(%s) THEN {further}"
LEAD = "permitted_link.target_object = {object} AND EXISTS ({rows} OFFSET 0)"


@dataclass(frozen=True, eq=False)
class Lead:
    """Records of an object that open what is about them: the statement of the one a link leads to, and its values.

    Of a remark among them `further` says what opens it besides; the statement looks at that as `Opened`.
    """

    object: str
    statement: str
    values: tuple[Any, ...]
    workspace_id: UUID
    further: tuple[Lead, ...] = ()

    @property
    def shape(self) -> str:
        """All that it says but for the name of its object."""
        told = tuple(None if value == self.object else value for value in self.values)
        return repr((self.statement, told, self.further))


def lead_to(object: str, rows: QuerySet[Any], workspace_id: UUID, further: tuple[Lead, ...]) -> Lead:
    """The lead to some rows of an object."""
    statement, values = compiled_rows(rows)
    one = f'{statement} AND "{rows.model._meta.db_table}".id = permitted_link.target_id'
    return Lead(object, one, values, workspace_id, further)


class Opened(Func):
    """Within the rows of a lead: that the remark is open by what it is about."""

    output_field = BooleanField()
    template = "permitted_link.opened"


class Linked(Func):
    """That a row is linked to a record by which it is open."""

    output_field = BooleanField()
    arity = 1

    def __init__(self, leads: Sequence[Lead], *expressions: Any) -> None:
        super().__init__(*(expressions or (F("pk"),)))
        self.leads = tuple(leads)

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Part:  # type: ignore[override]
        key, _none = compiler.compile(self.source_expressions[0])
        return _linked(self.leads, key)


def _linked(leads: Sequence[Lead], key: str) -> Part:
    """The condition that one of some leads opens the row with a key."""
    links, values = _links(leads, key)
    parts = [_told(each) for each in _alike(leads)]
    found = " OR ".join(sql for sql, _values in parts)
    return LINKED.format(links=links, leads=found), [*values, *(value for _sql, given in parts for value in given)]


def _links(leads: Sequence[Lead], key: str) -> Part:
    """The links of a row; where they may lead to remarks that are open in turn, each with whether that is so."""
    own = [leads[0].workspace_id]
    passing: dict[str, list[Lead]] = {}
    for each in leads:
        if each.further:
            passing.setdefault(repr(each.further), []).append(each)
    if not passing:
        return LINKS.format(key=key), own
    parts = [(alike, *_linked(alike[0].further, "passed_link.target_id")) for alike in passing.values()]
    opened = " ".join(OPENED.format(further=sql) for _alike, sql, _values in parts)
    values = [value for alike, _sql, given in parts for value in ([each.object for each in alike], *given)]
    return OPENING.format(opened=opened, key=key), [*values, *own]


def _alike(leads: Sequence[Lead]) -> Iterable[list[Lead]]:
    """Leads together that differ by nothing but the name of their object, as those of custom objects do."""
    found: dict[str, list[Lead]] = {}
    for each in leads:
        found.setdefault(each.shape, []).append(each)
    return found.values()


def _told(alike: Sequence[Lead]) -> Part:
    """The condition that a link leads to a row by one of some leads that are alike."""
    one = alike[0]
    if len(alike) == 1:
        return LEAD.format(object="%s", rows=one.statement), [one.object, *one.values]
    first, *rest = one.statement.split("%s")
    named = ("permitted_link.target_object" if value == one.object else "%s" for value in one.values)
    rows = first + "".join(f"{name}{text}" for name, text in zip(named, rest, strict=True))
    values = [value for value in one.values if value != one.object]
    return LEAD.format(object="ANY(%s)", rows=rows), [[each.object for each in alike], *values]
