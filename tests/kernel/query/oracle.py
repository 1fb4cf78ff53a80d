"""What a filter means, said a second time in plain Python over rows in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.clock import today_of, zone_of
from plexus.kernel.query.checked import (
    Comparison,
    Conjunction,
    Disjunction,
    Measure,
    Negation,
    OnDay,
    Part,
    RelatedRows,
)
from plexus.kernel.query.tree import NEGATED, OPPOSITE, Function, Me, MyTeam, Op, Relative, Some
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.step import Step
from plexus.kernel.values import dates


@dataclass(frozen=True)
class World:
    """Every row that the actor may read and that is not in the trash, by object and id, and who asks, when."""

    rows: Mapping[str, Mapping[UUID, Any]]
    teams: Mapping[UUID, UUID | None]
    actor: Actor
    now: datetime

    def holds(self, part: Part, row: Any) -> bool:
        """Whether a row fulfils a part."""
        match part:
            case Conjunction(parts):
                return all(self.holds(each, row) for each in parts)
            case Disjunction(parts):
                return any(self.holds(each, row) for each in parts)
            case Negation(inner):
                return not self.holds(inner, row)
            case Comparison():
                return self._comparison(part, row)
            case RelatedRows():
                return self._related(part, row)

    def _comparison(self, part: Comparison, row: Any) -> bool:
        reached = self._reached(part.steps, row)
        value = None if reached is None else _value(part.field, reached)
        if part.op in OPPOSITE:
            return not self._compared(part.about, part.field, value, OPPOSITE[part.op], part.operand)
        return self._compared(part.about, part.field, value, part.op, part.operand)

    def _reached(self, steps: tuple[Step, ...], row: Any) -> Any:
        for step in steps:
            row = self.rows[step.target.plural].get(getattr(row, step.reference.column))
            if row is None:
                return None
        return row

    def _compared(  # noqa: C901, PLR0911 - one line for each operator
        self, about: Object, field: Field, value: Any, op: Op, operand: Any
    ) -> bool:
        if value is None or value in ("", []):
            return False
        match op:
            case Op.NOT_EMPTY:
                return True
            case Op.EQ:
                return self._same(about, field, value, operand)
            case Op.IN:
                return any(self._same(about, field, value, each) for each in operand)
            case Op.BETWEEN:
                low, high = self._span(field, operand[0]), self._span(field, operand[1])
                return bool(low[0] <= value and _not_after(value, high))
            case Op.CONTAINS if isinstance(value, list):
                return any(operand == _mark(each) for each in value)
            case Op.CONTAINS:
                return operand.upper() in value.upper()
            case Op.STARTS_WITH:
                return bool(value.upper().startswith(operand.upper()))
            case _:
                return self._ordered(field, value, op, operand)

    def _ordered(self, field: Field, value: Any, op: Op, operand: Any) -> bool:
        span = self._span(field, operand)
        match op:
            case Op.LT:
                return bool(value < span[0])
            case Op.GTE:
                return bool(value >= span[0])
            case Op.LTE:
                return _not_after(value, span)
            case _:
                return not _not_after(value, span)

    def _span(self, field: Field, operand: Any) -> tuple[Any, Any]:
        """The first value of an operand, and the first after it where it is a range of days."""
        match operand:
            case OnDay(day):
                return self._instant(day), self._instant(date.fromordinal(day.toordinal() + 1))
            case Relative(word):
                days = dates.relative(word, today=today_of(self.actor, self.now))
                if field.type.key == "date":
                    return days.start, days.end
                return self._instant(days.start), self._instant(days.end)
            case _:
                return operand, None

    def _instant(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=zone_of(self.actor.time_zone)).astimezone(UTC)

    def _same(self, about: Object, field: Field, value: Any, operand: Any) -> bool:
        match operand:
            case OnDay() | Relative():
                start, end = self._span(field, operand)
                return bool(start <= value < end)
            case Me():
                return bool(value == self.actor.person_id)
            case MyTeam():
                people = field.target == "people" or about.plural == "people"
                team = self.teams.get(value) if people else value
                return team in self.actor.team_ids or (people and value == self.actor.person_id)
            case str() if field.type.textual:
                return bool(value.upper() == operand.upper())
            case _:
                return bool(value == operand)

    def _related(self, part: RelatedRows, row: Any) -> bool:
        test = part.test
        reached = self._reached(part.steps, row)
        turned = (isinstance(test, Some) and not test.wanted) or (isinstance(test, Measure) and test.op in OPPOSITE)
        if reached is None:
            return turned
        rows = [
            each
            for each in self.rows[part.child.plural].values()
            if _names(each, part.reference, part.about, reached) and self.holds(part.where, each)
        ]
        if isinstance(test, Some):
            return bool(rows) == test.wanted
        op = NEGATED[test.op] if turned else test.op
        figure = _figure(test, rows)
        return self._compared(part.child, test.compared, figure, op, test.operand) != turned


def _not_after(value: Any, span: tuple[Any, Any]) -> bool:
    return bool(value <= span[0] if span[1] is None else value < span[1])


def _mark(item: Any) -> Any:
    return item.get("value") or item.get("id") if isinstance(item, dict) else item


def _names(row: Any, reference: Field, about: Object, wanted: Any) -> bool:
    if reference.target:
        return bool(getattr(row, reference.column) == wanted.pk)
    return {"object": about.plural, "id": str(wanted.pk)} in getattr(row, reference.column)


def _value(field: Field, row: Any) -> Any:
    """The stored value of a field; a custom value that is not of its kind is none."""
    if not field.custom:
        return getattr(row, field.column)
    held = row.custom.get(field.name)
    try:
        parsed = field.type.parse(held, field)
    except Unfit:
        return None
    return parsed.amount if field.type.key == "money" and parsed else parsed


def _figure(measure: Measure, rows: Iterable[Any]) -> Any:
    values = [None if measure.field is None else _value(measure.field, row) for row in rows]
    known = [each for each in values if each is not None]
    match measure.function:
        case Function.COUNT:
            return len(values)
        case Function.SUM:
            return sum(known, Decimal(0))
        case Function.AVERAGE:
            return sum(known, Decimal(0)) / len(known) if known else None
        case Function.LEAST:
            return min(known, default=None)
        case Function.GREATEST:
            return max(known, default=None)
