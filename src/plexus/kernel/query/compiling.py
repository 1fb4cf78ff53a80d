"""From a checked filter to the condition of one SQL statement.

No join multiplies rows and no `distinct()` is needed: records on the way and related records are asked by `EXISTS` and
scalar subqueries, each under the actor's rights and outside the trash. What the actor may not read counts as not there.
Nothing is unknown, as NULL would be: a comparison with an empty value does not hold, so its opposite does.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import datetime
from typing import Any, assert_never

from django.db.models import Count, Exists, F, Field, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from plexus.kernel.access.filtering import permitted, permitted_beside
from plexus.kernel.access.models import Link
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.checked import (
    Checked,
    Comparison,
    Conjunction,
    Disjunction,
    Measure,
    Negation,
    Part,
    RelatedRows,
)
from plexus.kernel.query.comparing import LOOKUPS, any_of, compared, figure_condition
from plexus.kernel.query.moments import resolved
from plexus.kernel.query.tree import OPPOSITE, Function, Op, Some
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import leads_here, led_to, value_of
from plexus.kernel.schema.step import Step
from plexus.kernel.workspaces.models import WorkspaceRow

Rows = QuerySet[WorkspaceRow, Any]
COMPARED_TO_NONE = {Op.LT: operator.lt, Op.LTE: operator.le, Op.GT: operator.gt, Op.GTE: operator.ge}


def condition(checked: Checked, actor: Actor, now: datetime) -> Q:
    """The condition on rows of the filter's object; rights on those rows themselves are the caller's matter."""
    return Compiler(actor, now).part(checked.part, negated=False)


class AmongCounted(In):
    """That a record is one of those whose related rows are so many: all of them are counted to find a single one."""


def finds_all(condition: Q) -> bool:
    """Whether a condition finds all of its rows before the first of them, so that their number costs nothing more."""
    return (
        condition.connector == Q.AND
        and not condition.negated
        and any(
            finds_all(each) if isinstance(each, Q) else isinstance(each, AmongCounted) for each in condition.children
        )
    )


class Compiler:
    """Compiles parts for one actor at one moment, or for that of the statement; `negated` is pushed down."""

    def __init__(self, actor: Actor, now: datetime | None) -> None:
        self.actor, self.now = actor, now
        self.permits: dict[str, Q] = {}

    def part(self, part: Part, *, negated: bool) -> Q:
        """The condition that a part holds, or does not."""
        match part:
            case Conjunction(parts):
                found = [self.part(each, negated=negated) for each in parts]
                return any_of(found) if negated else _all_of(found)
            case Disjunction(parts):
                found = [self.part(each, negated=negated) for each in parts]
                return _all_of(found) if negated else any_of(found)
            case Negation(inner):
                return self.part(inner, negated=not negated)
            case Comparison():
                return self._comparison(part, negated=negated)
            case RelatedRows():
                return self._related(part, negated=negated)
            case _:
                assert_never(part)

    def _comparison(self, one: Comparison, *, negated: bool) -> Q:
        op = OPPOSITE.get(one.op, one.op)
        turned = negated != (one.op in OPPOSITE)
        operand = resolved(one.field, one.operand, actor=self.actor, now=self.now)
        found = compared(one, op, operand, self.actor)
        if one.steps:
            found = self._through(one.steps, found)
        elif turned and one.field.custom:
            found = compared(one, Op.NOT_EMPTY, None, self.actor) & found
        return ~found if turned else found

    def _through(self, steps: tuple[Step, ...], found: Q) -> Q:
        """The condition that the record at the end of some steps is there to be read and fulfils a condition."""
        for step in reversed(steps):
            reached = self._live() & self._permitted(step.target) & found
            found = Q(Exists(self._rows(step.target, reached, pk=led_to(step.reference))))
        return found

    def _live(self) -> Q:
        """Not in the trash."""
        return Q(deleted_at=None)

    def _permitted(self, about: Object) -> Q:
        if about.plural not in self.permits:
            self.permits[about.plural] = permitted(self.actor, about)
        return self.permits[about.plural]

    def _related(self, part: RelatedRows, *, negated: bool) -> Q:
        test = part.test
        if isinstance(test, Some):
            found, turned = Q(Exists(self.referring(part))), negated == test.wanted
        else:
            turned = negated != (test.op in OPPOSITE)
            grouped = test.function is Function.COUNT and bool(part.reference.target) and not part.reference.custom
            found = self._counted(part, test) if grouped else self._measured(part, test, turned=turned)
        found = self._through(part.steps, found)
        return ~found if turned else found

    def referring(self, part: RelatedRows) -> Rows:
        """The rows of the related object that name the row outside, which the actor may read, and fulfil the condition.

        So he may read the parts of it and the remarks about it, and their own policy need not be asked again.
        """
        where = self._live() & self._rest(part) & self.part(part.where, negated=False)
        if part.reference.target or part.reference.custom:
            return self._rows(part.child, where & leads_here(part.reference))
        links = Link.objects.filter(
            workspace_id=self.actor.workspace_id,
            target_object=part.about.plural,
            target_id=OuterRef(OuterRef("pk")),
            source_id=OuterRef("pk"),
        )
        return self._rows(part.child, where & Q(Exists(links)))

    def _rest(self, part: RelatedRows) -> Q:
        """What the policy asks of related rows when the row outside may be read."""
        described = part.child.described
        if described.bound and described.about == part.reference.name and part.about.is_subject:
            return permitted_beside(self.actor, part.child)
        return Q() if _follows(part) else self._permitted(part.child)

    def _rows(self, about: Object, condition: Q, **given: Any) -> Rows:
        return about.rows(self.actor.workspace_id).filter(condition, **given)

    def _counted(self, part: RelatedRows, measure: Measure) -> Q:
        """The condition on a number of related rows, all of them counted at once: not again for each row outside.

        Whatever has none is in no group; where the condition holds of none, it is said of what it does not hold of.
        """
        op = OPPOSITE.get(measure.op, measure.op)
        operand = resolved(measure.compared, measure.operand, actor=self.actor, now=self.now)
        if _is_some(op, operand):
            return Q(Exists(self.referring(part)))
        column = part.reference.column
        where = self._live() & self._rest(part) & self.part(part.where, negated=False) & ~Q(**{column: None})
        groups = self._rows(part.child, where).order_by().values(column).annotate(figured=Count("pk"))
        wanted = figure_condition(lambda lookup, value: Q(**{f"figured__{lookup}": value}), op, operand)
        holds_of_none = _holds_of_none(op, operand)
        found = Q(AmongCounted(F("pk"), groups.filter(~wanted if holds_of_none else wanted).values(column).query))
        return ~found if holds_of_none else found

    def _measured(self, part: RelatedRows, measure: Measure, *, turned: bool) -> Q:
        rows = self.referring(part)
        op = OPPOSITE.get(measure.op, measure.op)
        operand = resolved(measure.compared, measure.operand, actor=self.actor, now=self.now)
        if measure.function is Function.COUNT and _is_some(op, operand):
            return Q(Exists(rows))
        figure = _figure(rows, measure, self.actor)
        found = figure_condition(_looking_at(figure), op, operand)
        if turned and measure.function not in {Function.COUNT, Function.SUM}:
            found = Q(LOOKUPS["isnull"](figure, False)) & found
        return found


def _follows(part: RelatedRows) -> bool:
    """Whether whoever may read the row outside may read these rows: its parts, and the remarks about it."""
    child, outside = part.child.described, part.about.described
    if child.part_of:
        return child.part_of == part.reference.name
    remarked = not (outside.about or outside.part_of or outside.administered)
    return child.about == part.reference.name and remarked


def _is_some(op: Op, operand: Any) -> bool:
    """Whether a count only asks if there are any."""
    return (op, operand) in {(Op.GTE, 1), (Op.GT, 0)}


def _holds_of_none(op: Op, operand: Any) -> bool:
    """Whether a condition on a count holds where there is nothing to count."""
    match op:
        case Op.EQ:
            return bool(operand == 0)
        case Op.IN:
            return 0 in operand
        case Op.BETWEEN:
            return bool(operand[0] <= 0 <= operand[1])
        case _:
            return bool(COMPARED_TO_NONE[op](0, operand))


def _looking_at(figure: Combinable) -> Callable[[str, Any], Q]:
    return lambda lookup, value: Q(LOOKUPS[lookup](figure, value))


class _Figure(Subquery):
    """A figure over the rows of a subquery, which become a table of one column `figured`."""

    template = "(SELECT %(function)s(listed.figured) FROM (%(subquery)s) listed)"


def _figure(rows: Rows, measure: Measure, actor: Actor) -> Combinable:
    """The figure over related rows; of no rows, the count and the sum are 0 and all else is empty."""
    output: Field[Any, Any] = IntegerField() if measure.field is None else measure.compared.type.output()
    value = Value(1) if measure.field is None else value_of(measure.field, actor)
    values = rows.annotate(figured=value).values("figured")
    figure = _Figure(values, output_field=output, function=measure.function.value.upper())
    if measure.function not in {Function.COUNT, Function.SUM}:
        return figure
    return Coalesce(figure, Value(0, output), output_field=output)  # Also where Django knows that there are no rows.


def _all_of(conditions: list[Q]) -> Q:
    found = Q()
    for each in conditions:
        found &= each
    return found
