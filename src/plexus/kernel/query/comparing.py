"""How each family of fields is compared in SQL: one class per family, with all its operators.

Each condition is the positive one (`eq`, never `ne`); negation is the compiler's matter. A condition on a column may be
turned round as it is; one on a custom value must first be told that there is a value.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Func, IntegerField, OuterRef, Q, QuerySet, Value, lookups
from django.db.models.expressions import Combinable
from django.db.models.functions import Upper

from plexus.kernel.access.models import Link
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.query.checked import Comparison
from plexus.kernel.query.moments import Span
from plexus.kernel.query.operands import PEOPLE, refers_to
from plexus.kernel.query.tree import Me, MyTeam, Op
from plexus.kernel.schema.field_types import Choice, Choices, FieldType, File, References, Text
from plexus.kernel.schema.field_types.point import Points
from plexus.kernel.schema.standing import containing, holding, value_of

NOTHING = Q(pk__in=())
LOOKUPS: dict[str, Any] = {
    "exact": lookups.Exact,
    "iexact": lookups.IExact,
    "lt": lookups.LessThan,
    "lte": lookups.LessThanOrEqual,
    "gt": lookups.GreaterThan,
    "gte": lookups.GreaterThanOrEqual,
    "in": lookups.In,
    "icontains": lookups.IContains,
    "istartswith": lookups.IStartsWith,
    "isnull": lookups.IsNull,
}


def compared(one: Comparison, op: Op, operand: Any, actor: Actor) -> Q:
    """The condition of a positive comparison on the rows of the field's own object."""
    family = next(family for kind, family in FAMILIES if isinstance(one.field.type, kind))
    return family(one, actor).condition(op, operand)


class Values:
    """Numbers, days, moments, yes or no, references: compared as they are."""

    def __init__(self, one: Comparison, actor: Actor) -> None:
        self.about, self.field, self.actor = one.about, one.field, actor

    def condition(self, op: Op, operand: Any) -> Q:  # noqa: PLR0911 - one line for each operator
        """The condition of one operator."""
        match op:
            case Op.NOT_EMPTY:
                return self.present()
            case Op.EQ:
                return self.equal(operand)
            case Op.IN:
                return self.among(operand)
            case Op.BETWEEN:
                return ordered(self.look, Op.GTE, operand[0]) & ordered(self.look, Op.LTE, operand[1])
            case Op.CONTAINS:
                return self.containing(operand)
            case Op.STARTS_WITH:
                return self.look("istartswith", operand)
            case _:
                return ordered(self.look, op, operand)

    def look(self, lookup: str, value: Any) -> Q:
        """One lookup on the field's column or custom value."""
        if not self.field.custom:
            return Q(**{f"{self.field.column}__{lookup}": value})
        return Q(LOOKUPS[lookup](self.value, value))

    @property
    def value(self) -> Combinable:
        """The expression of the value."""
        return value_of(self.field, self.actor)

    def present(self) -> Q:
        """The condition that there is a value."""
        return self.look("isnull", False)

    def equal(self, operand: Any) -> Q:
        """The condition that the value is this one, or lies in this span, or is who asks."""
        match operand:
            case Span(start, end):
                return self.look("gte", start) & self.look("lt", end)
            case Me():
                return self.look("exact", self.actor.person_id) if self.actor.person_id else NOTHING
            case MyTeam():
                return self.look("in", self._mine())
            case _:
                return self.look("exact", operand)

    def among(self, operands: tuple[Any, ...]) -> Q:
        """The condition that the value is one of several."""
        plain = [each for each in operands if not isinstance(each, Span | Me | MyTeam)]
        words = [each for each in operands if isinstance(each, Span | Me | MyTeam)]
        return any_of([self.look("in", plain), *(self.equal(each) for each in words)])

    def containing(self, operand: Any) -> Q:
        """The condition that the value has this in it."""
        return self.look("icontains", operand)

    def _mine(self) -> QuerySet[Person, Any] | tuple[Any, ...]:
        """The actor's teams, or for a field that names people everybody of those teams and the actor."""
        if refers_to(self.about, self.field) != PEOPLE:
            return self.actor.team_ids
        mine = Q(team_id__in=self.actor.team_ids) | Q(pk=self.actor.person_id)
        return Person.objects.filter(mine, workspace_id=self.actor.workspace_id).values("pk")


def ordered(look: Any, op: Op, operand: Any) -> Q:
    """An ordering against a value or a span: before a span is before its start, up to it includes its end."""
    if not isinstance(operand, Span):
        found: Q = look(op.value, operand)
        return found
    match op:
        case Op.LT:
            return look("lt", operand.start)  # type: ignore[no-any-return]
        case Op.LTE:
            return look("lt", operand.end)  # type: ignore[no-any-return]
        case Op.GT:
            return look("gte", operand.end)  # type: ignore[no-any-return]
        case _:
            return look("gte", operand.start)  # type: ignore[no-any-return]


class Keys(Values):
    """One of a list of choices: compared by key; no key is no value."""

    def present(self) -> Q:
        filled = self.look("gt", "")
        return self.look("isnull", False) & filled if self.field.custom else filled


class Words(Keys):
    """Text, compared without regard to letter case."""

    def equal(self, operand: Any) -> Q:
        return self.look("iexact" if self.field.custom or _has_case(operand) else "exact", operand)

    def among(self, operands: tuple[Any, ...]) -> Q:
        if not self.field.custom and not any(_has_case(each) for each in operands):
            return self.look("in", operands)
        return Q(lookups.In(Upper(self.value), [Upper(Value(each)) for each in operands]))


def _has_case(text: str) -> bool:
    """Whether letter case can matter; Chinese and digits have none, and a plain comparison is served by any index."""
    return text.upper() != text or text.lower() != text


class Lists(Values):
    """Several of a list, and tags: an array column, or a JSON array among the custom values."""

    def present(self) -> Q:
        if self.field.reckoning:
            return Q(lookups.GreaterThan(Func(self.value, function="cardinality", output_field=IntegerField()), 0))
        if not self.field.custom:
            return Q(**{f"{self.field.column}__len__gt": 0})
        return self.look("isnull", False) & ~self.look("in", ("[]", ""))

    def containing(self, operand: Any) -> Q:
        held = self.held(operand)
        if self.field.reckoning:
            return Q(containing(self.value, Value(held, output_field=self.field.type.output())))
        return Q(holding(self.field, held)) if self.field.custom else self.look("contains", held)

    def held(self, operand: Any) -> list[Any]:
        """What the list must hold."""
        return [operand]


class Documents(Lists):
    """Lists of JSON objects: e-mail addresses and phone numbers."""

    def present(self) -> Q:
        return super().present() if self.field.custom else ~self.look("exact", [])

    def held(self, operand: Any) -> list[Any]:
        return [{"value": operand}]


class Targets(Documents):
    """Lists of references; what a remark is about is answered by the index over its links."""

    def containing(self, operand: Any) -> Q:
        if self.about.described.about != self.field.name:
            return super().containing(operand)
        links = Link.objects.filter(workspace_id=self.actor.workspace_id, target_id=operand, source_id=OuterRef("pk"))
        return Q(Exists(links))

    def held(self, operand: Any) -> list[Any]:
        return [{"id": operand}]


FAMILIES: tuple[tuple[type[FieldType], type[Values]], ...] = (
    (Text, Words),
    (File, Words),
    (Choice, Keys),
    (Choices, Lists),
    (References, Targets),
    (Points, Documents),
    (FieldType, Values),
)


def any_of(conditions: Iterable[Q]) -> Q:
    """The disjunction; an empty condition is one that always holds, which Django's `|` forgets."""
    found = list(conditions)
    return Q() if not all(found) else reduce(or_, found, NOTHING)


def figure_condition(look: Any, op: Op, operand: Any) -> Q:
    """The condition of a positive comparison with a figure, whose lookups `look` makes."""
    match op:
        case Op.EQ if isinstance(operand, Span):
            return look("gte", operand.start) & look("lt", operand.end)  # type: ignore[no-any-return]
        case Op.EQ:
            return look("exact", operand)  # type: ignore[no-any-return]
        case Op.IN:
            return any_of(figure_condition(look, Op.EQ, each) for each in operand)
        case Op.BETWEEN:
            return ordered(look, Op.GTE, operand[0]) & ordered(look, Op.LTE, operand[1])
        case _:
            return ordered(look, op, operand)
