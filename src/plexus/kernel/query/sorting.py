"""Sort orders: `-amount,account.name` as keys that a list orders and pages by, the id always last.

Where an index holds the records of each value by name, as those of a city, they come by name before the id.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import F, Subquery
from django.db.models.expressions import Combinable

from plexus.kernel.access.filtering import EVERYTHING, permitted
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import indexed, registry
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

    `through` is what is empty where there is no value, if what has none is better read apart: the column of the
    reference that leads to it, or the key's own alias where an index holds its values. `otherwise` says that this index
    stands the other way round. `part` is a key of one of such parts: it orders what is empty as its index has it.
    `changing` is one whose index an administrator may add or take away while plans are kept.
    """

    path: str
    alias: str
    descending: bool
    nullable: bool
    expression: Combinable | None = None
    through: str = ""
    otherwise: bool = False
    part: bool = False
    changing: bool = False

    @property
    def apart(self) -> bool:
        """Whether no index has both values and empty ones in this order, so that the first page is parted already."""
        return bool(self.through) and (self.otherwise or self.through != self.alias)


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
        key = SortKey(path, alias, descending, nullable=True, expression=value_of(one, actor))
        return replace(key, through=alias, otherwise=descending, changing=True) if one.filterable else key
    column = one.sort_column or one.column
    nullable = about.model._meta.get_field(column if column == one.sort_column else one.name).null
    ways = indexed.ways(about, column) | ({False} if one.filterable else set())
    through = column if nullable and ways else ""
    return SortKey(
        path, column, descending, nullable, through=through, otherwise=descending not in ways, changing=one.filterable
    )


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
