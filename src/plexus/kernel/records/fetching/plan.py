"""What to fetch for some fields of an object: columns and expressions, and how to read each value from the row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import F, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.sql.constants import LOUTER

from plexus.kernel.access.filtering import EVERYTHING, permitted
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import FieldType
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.reckoning import Reckoning
from plexus.kernel.schema.standing import led_to
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _

UNKNOWN = _("There is no field “%(field)s”.")
NAMELESS = Value(None, output_field=TextField())
Row = Mapping[str, Any]


class Beside(F):
    """A column of a referenced record. None of the rows is lost for it, and the planner is told so by an outer join.

    Else it takes a required reference to a small table, of which it knows little, to leave few rows, and goes through
    all of a large table for the first of them.
    """

    def resolve_expression(self, query: Any = None, *given: Any, **more: Any) -> Any:
        """The column in a statement."""
        found: Any = super().resolve_expression(query, *given, **more)
        join = query.alias_map[found.alias]
        if join.join_type and join.join_type != LOUTER:
            query.alias_map[found.alias] = join.promote()
        return found


@dataclass(frozen=True)
class Reader:
    """One wanted field: its path as asked, the field itself, and how to read it from a fetched row."""

    path: str
    field: Field
    read: Callable[[Row], Any]

    @cached_property
    def plain(self) -> bool:
        """Whether the value is what its own column holds."""
        return "." not in self.path and not self.field.custom and type(self.field.type).read is FieldType.read


@dataclass
class Plan:
    """Everything one SELECT must bring for a list of paths; `unread` are those of which nothing is told."""

    columns: list[str] = field(default_factory=list)
    expressions: dict[str, Combinable] = field(default_factory=dict)
    readers: list[Reader] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def reckons(self) -> bool:
        """Whether something is reckoned, as formulas, roll-ups and completeness are."""
        return any(each.field.reckoning for each in self.readers)

    def names(self) -> list[str]:
        """The columns and expressions in the order of the fetched tuple."""
        return list(dict.fromkeys([*self.columns, *self.expressions]))

    def read(self, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
        """Fetched rows as values by path; what stands in one column as it is goes straight there."""
        places = {name: place for place, name in enumerate(names)}
        plain = [(each.path, places[each.field.column]) for each in self.readers if each.plain]
        others = [each for each in self.readers if not each.plain]
        order = dict.fromkeys([*(each.path for each in self.readers), *self.unread])
        return [self._one(names, row, plain, others, order) for row in rows]

    @staticmethod
    def _one(
        names: Sequence[str],
        row: Sequence[Any],
        plain: list[tuple[str, int]],
        others: list[Reader],
        order: dict[str, None],
    ) -> dict[str, Any]:
        values: dict[str, Any] = order.copy()
        for path, place in plain:
            values[path] = row[place]
        if others:
            fetched = dict(zip(names, row, strict=True))
            for each in others:
                values[each.path] = each.read(fetched)
        return values


def plan(actor: Actor, about: Object, paths: Iterable[str], *, where_readable: bool = False) -> Plan:
    """The plan for some paths (`name`, `account.city`); raises `Invalid` for a field that the actor does not have.

    `where_readable` is for pages that show what their reader may read: of the other fields nothing is told.
    """
    made = Plan()
    unknown = [path for path in paths if not _add(made, actor, about, path)]
    if where_readable:
        made.unread = [path for path in unknown if path in about.fields]
    errors = [
        FieldError(path, "unknown_field", UNKNOWN, {"field": path}) for path in unknown if path not in made.unread
    ]
    if errors:
        raise Invalid(fields=errors)
    return made


def _add(made: Plan, actor: Actor, about: Object, path: str) -> bool:
    name, _dot, rest = path.partition(".")
    one = readable_fields(actor, about).get(name)
    if one is None:
        return False
    return _add_through(made, actor, one, path, rest) if rest else _add_own(made, actor, one, path)


def _add_own(made: Plan, actor: Actor, one: Field, path: str) -> bool:
    if one.reckoning:
        made.expressions[one.fetched_as] = one.reckoning.fetched(actor)
    else:
        made.columns += one.columns or one.type.beside
    if one.target:
        made.expressions[f"{one.name}_title"] = title_of(actor, one)
    made.readers.append(Reader(path, one, one.read))
    return True


def _add_through(made: Plan, actor: Actor, reference: Field, path: str, rest: str) -> bool:
    """A field of a referenced record: read in the same statement, empty where the actor may not read that record."""
    if not reference.target:
        return False
    target = registry.of(actor.workspace_id).object(reference.target)
    one = readable_fields(actor, target).get(rest)
    if one is None:
        return False
    prefix = path.replace(".", "__")
    if one.reckoning:
        made.expressions[f"{prefix}_{one.fetched_as}"] = _reckoned_through(actor, reference, target, one.reckoning)
    for column in _columns(one):
        made.expressions[f"{prefix}_{column}"] = _through(actor, reference, target, column)
    if one.target:
        made.expressions[f"{prefix}_title"] = _title_through(actor, reference, target, one)
    made.readers.append(Reader(path, one, _reader_through(one, prefix)))
    return True


def _columns(one: Field) -> tuple[str, ...]:
    return () if one.reckoning else one.columns or one.type.beside


def _reader_through(one: Field, prefix: str) -> Callable[[Row], Any]:
    held = (one.fetched_as,) if one.reckoning else _columns(one)
    names = {column: f"{prefix}_{column}" for column in held}
    titles = {f"{one.name}_title": f"{prefix}_title"} if one.target else {}
    known = names | titles
    return lambda row: one.read({name: row[fetched] for name, fetched in known.items()})


def naming(actor: Actor, about: Object) -> Combinable:
    """The title of a record of an object itself, or nothing when it is hidden from the actor."""
    title = readable_fields(actor, about).get(about.described.title)
    if title is None:
        return NAMELESS
    return title_of(actor, title) if title.target else F(title.column)


def title_of(actor: Actor, reference: Field) -> Combinable:
    """The title of the referenced record, or nothing when the actor may not read it."""
    target = registry.of(actor.workspace_id).object(reference.target or "")
    title = readable_fields(actor, target).get(target.described.title)
    if title is None:
        return NAMELESS
    return (
        _title_through(actor, reference, target, title)
        if title.target
        else _through(actor, reference, target, title.column)
    )


def _title_through(actor: Actor, reference: Field, target: Object, further: Field) -> Combinable:
    """The title of what the referenced record refers to in turn; both must be the actor's to read."""
    rows = target.rows(actor.workspace_id).filter(permitted(actor, target), pk=led_to(reference))
    return Subquery(rows.annotate(further_title=title_of(actor, further)).values("further_title")[:1])


def _reckoned_through(actor: Actor, reference: Field, target: Object, reckoning: Reckoning) -> Combinable:
    """What is reckoned of the referenced record, if the actor may read it."""
    rows = target.rows(actor.workspace_id).filter(permitted(actor, target), pk=led_to(reference))
    return Subquery(rows.annotate(reckoned_through=reckoning.fetched(actor)).values("reckoned_through")[:1])


def _through(actor: Actor, reference: Field, target: Object, column: str) -> Combinable:
    """A joined column where every record of the target may be read, else a subquery under the policy."""
    condition = permitted(actor, target)
    if condition == EVERYTHING and not reference.custom:
        return Beside(f"{reference.name}__{column}")
    rows = target.rows(actor.workspace_id).filter(condition, pk=led_to(reference))
    return Subquery(rows.values(column)[:1])
