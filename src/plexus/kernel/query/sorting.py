"""Sort orders: `-amount,account.name` as keys that a list orders and pages by, the id always last.

Where an index holds the records of each value by name, as those of a city, they come by name before the id.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, Index, OrderBy, Subquery
from django.db.models.expressions import Combinable

from plexus.kernel.access.filtering import EVERYTHING, permitted
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import led_to, value_of
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _

MOST = 4


class SortInvalid(Refusal):
    """A list was asked to sort by what cannot be sorted."""

    message = _("The list cannot be sorted like this.")


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of a sort: path as asked, its name in the statement, and the expression when it is no column.

    `through` is the column that is empty where there is no value, if what has none is better read apart: that of the
    reference that leads to it, or its own where the index of it stands the other way round. `turned` orders what is
    empty as such an index has it when it is read backwards.
    """

    path: str
    alias: str
    descending: bool
    nullable: bool
    expression: Combinable | None = None
    through: str = ""
    turned: bool = False


def sort_keys(about: Object, actor: Actor, asked: str) -> tuple[SortKey, ...]:
    """The keys of a sort, the object's usual one when blank; raises `SortInvalid` naming each field that is not fit."""
    wanted = [part.strip() for part in asked.split(",") if part.strip()] or usual(about, actor)
    if len(wanted) > MOST:
        raise SortInvalid(fields=[FieldError("sort", "too_many", _("Sort by at most four fields."))])
    keys = [_key(about, actor, part) for part in wanted]
    wrong = [part for part, key in zip(wanted, keys, strict=True) if key is None]
    if wrong:
        message = _("“%(field)s” is not a field that can be sorted.")
        raise SortInvalid(fields=[FieldError(each, "not_sortable", message, {"field": each}) for each in wrong])
    known = [key for key in keys if key is not None]
    return (*known, *_by_name(about, actor, known), SortKey("id", "pk", bool(known) and known[-1].descending, False))


def _by_name(about: Object, actor: Actor, known: Sequence[SortKey]) -> Iterator[SortKey]:
    """The name, after a single column whose index goes on by it; by the id alone each value would be sorted whole."""
    title = readable_fields(actor, about).get(about.described.title)
    if title and len(known) == 1 and not known[0].nullable:
        column = title.sort_column or title.column
        held = ["workspace", known[0].alias, column, "id"]
        if any(list(index.fields) == held for index in about.model._meta.indexes):
            yield SortKey(title.name, column, known[0].descending, nullable=False)


def usual(about: Object, actor: Actor) -> list[str]:
    """How an object's list is sorted when nothing was asked, as far as the actor may know those fields."""
    known = readable_fields(actor, about)
    return [each for each in about.described.sort if known.keys() >= set(_made_of(about, each.lstrip("-")))]


def _made_of(about: Object, name: str) -> tuple[str, ...]:
    """The fields that a sort gives away."""
    order = about.described.orders.get(name)
    return order.made_of if order else (name,)


def _key(about: Object, actor: Actor, asked: str) -> SortKey | None:
    descending, path = asked.startswith("-"), asked.lstrip("-+")
    name, _dot, rest = path.partition(".")
    if path in about.described.orders:
        known = readable_fields(actor, about).keys() >= set(_made_of(about, path))
        return SortKey(path, path, descending, nullable=False) if known else None
    one = readable_fields(actor, about).get(name)
    if one is None or not one.type.sortable:
        return None
    if one.target:
        return _through(actor, one, path, rest, descending)
    return None if rest else _own(actor, one, path, descending, about)


def _own(actor: Actor, one: Field, path: str, descending: bool, about: Object) -> SortKey:
    if one.custom:
        alias = one.fetched_as if one.reckoning and not one.reckoning.money else f"sort_{one.name}"
        return SortKey(path, alias, descending, nullable=True, expression=value_of(one, actor))
    column = one.sort_column or one.column
    nullable = about.model._meta.get_field(column if column == one.sort_column else one.name).null
    through = column if nullable and _stands_otherwise(about, column, descending) else ""
    return SortKey(path, column, descending, nullable=nullable, through=through)


def _stands_otherwise(about: Object, column: str, descending: bool) -> bool:
    """Whether a column has an index of its own, but only in the other direction."""
    ways = {way for index in about.model._meta.indexes for name, way in _led_by(index) if name == column}
    return bool(ways) and descending not in ways


def _led_by(index: Index) -> Iterator[tuple[str, bool]]:
    """The column by which an index orders the rows of a workspace, and whether it descends."""
    for name in index.fields[1:2]:
        yield name.lstrip("-"), name.startswith("-")
    for each in index.expressions[1:2]:
        column, descending = (each.expression, each.descending) if isinstance(each, OrderBy) else (each, False)
        if isinstance(column, F):
            yield str(column.deconstruct()[1][0]), descending


def _through(actor: Actor, reference: Field, path: str, rest: str, descending: bool) -> SortKey | None:
    """A field of the referenced record, by default its title; only where every such record may be read."""
    target = registry.of(actor.workspace_id).object(reference.target or "")
    one = readable_fields(actor, target).get(rest or target.described.title)
    if one is None or not one.type.sortable or one.target or permitted(actor, target) != EVERYTHING:
        return None
    column = one.name if one.custom else one.sort_column or one.column
    value: Combinable = F(f"{reference.name}__{column}")
    through = ""
    if reference.custom or one.custom:
        rows = target.rows(actor.workspace_id).filter(pk=led_to(reference))
        sorted_by = value_of(one, actor) if one.custom else F(column)
        value = Subquery(rows.annotate(sorted_by=sorted_by).values("sorted_by")[:1])
    elif not target.model._meta.get_field(one.sort_column or one.name).null:
        through = reference.column
    return SortKey(
        path, f"sort_{reference.name}_{column}", descending, nullable=True, expression=value, through=through
    )
