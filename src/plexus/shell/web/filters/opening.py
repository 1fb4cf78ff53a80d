"""A filter as a draft, where rows can show it; a filter that they cannot show is edited as text."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import check, parse
from plexus.kernel.query.checked import (
    Checked,
    Comparison,
    Conjunction,
    Disjunction,
    Measure,
    Negation,
    OnDay,
    Part,
    RelatedRows,
)
from plexus.kernel.query.checking import lists_of
from plexus.kernel.query.tree import NEGATED, Me, MyTeam, Op, Relative, Some
from plexus.kernel.schema.field_types.number import plain
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.step import Step
from plexus.shell.web.filters import writing
from plexus.shell.web.filters.drafts import Condition, Draft, Group, Listing

MOST_ROWS = 60
MOST_VALUES = 300
SEVERAL = (Op.IN, Op.NOT_IN, Op.BETWEEN)


class NotShownError(ValueError):
    """Rows have no place for this part of a filter."""


def opened(checked: Checked, actor: Actor) -> Group | None:
    """The draft that says the same as a filter; none where rows would lose something of it."""
    try:
        draft = _Opener(actor).root(checked)
        again = check(parse(writing.document(draft)), checked.about, actor)
    except ValueError:
        return None
    return draft if plain_form(again.part) == plain_form(checked.part) else None


def plain_form(part: Part) -> Part:
    """The same filter without what makes no difference: groups of one, turned-round negations, the order of lists."""
    match part:
        case Conjunction((one,)) | Disjunction((one,)):
            return plain_form(one)
        case Conjunction(parts):
            return Conjunction(tuple(plain_form(each) for each in parts))
        case Disjunction(parts):
            return Disjunction(tuple(plain_form(each) for each in parts))
        case Negation(inner):
            turned = plain_form(inner)
            return _turned(turned) if isinstance(turned, Comparison) and turned.op in NEGATED else Negation(turned)
        case RelatedRows():
            test = part.test
            if isinstance(test, Measure):
                test = Measure(test.function, test.field, test.compared, test.op, _sorted(test.op, test.operand))
            return RelatedRows(part.steps, part.about, part.child, part.reference, plain_form(part.where), test)
        case Comparison():
            return Comparison(part.steps, part.about, part.field, part.op, _sorted(part.op, part.operand))


def _turned(one: Comparison) -> Comparison:
    return Comparison(one.steps, one.about, one.field, NEGATED[one.op], one.operand)


def _sorted(op: Op, operand: Any) -> Any:
    return tuple(sorted(set(operand), key=repr)) if op in {Op.IN, Op.NOT_IN} else operand


class _Opener:
    """Counts rows and values as it goes: a form has its bounds."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.rows = self.values = 0

    def root(self, checked: Checked) -> Group:
        """The outermost group."""
        if checked.part == Conjunction(()):
            return Group()
        made = self.part(checked.part)
        return made if isinstance(made, Group) else Group("all", (made,))

    def part(self, part: Part) -> Draft:
        """A row or a group."""
        match part:
            case Conjunction(parts):
                return self._group("all", parts)
            case Disjunction(parts):
                return self._group("any", parts)
            case Negation(inner):
                return self._negation(inner)
            case Comparison():
                path = _path(part.steps, part.field.name)
                return Condition(path, part.op.value, *self._operand(part.op, part.operand))
            case RelatedRows():
                return self._listing(part)

    def _negation(self, inner: Part) -> Draft:
        """The opposite operator where there is one, else a group that does not hold."""
        match inner:
            case Comparison() if inner.op in NEGATED:
                return self.part(_turned(inner))
            case Conjunction(parts):
                return self._group("not_all", parts)
            case Disjunction(parts):
                return self._group("none", parts)
            case _:
                return self._group("none", (inner,))

    def _group(self, join: str, parts: tuple[Part, ...]) -> Group:
        if not parts:
            raise NotShownError
        return Group(join, tuple(self.part(each) for each in parts))

    def _listing(self, part: RelatedRows) -> Listing:
        path = _path(part.steps, _name(self.actor, part))
        inner = Group() if part.where == Conjunction(()) else self.part(part.where)
        where = inner if isinstance(inner, Group) else Group("all", (inner,))
        if isinstance(part.test, Some):
            self.rows += 1
            return Listing(path, "has" if part.test.wanted else "has_no", where=where)
        field = part.test.field.name if part.test.field else ""
        values, words = self._operand(part.test.op, part.test.operand)
        return Listing(path, part.test.function.value, field, part.test.op.value, values, words, where)

    def _operand(self, op: Op, operand: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The texts and the words of an operand."""
        given = operand if isinstance(operand, tuple) and op in SEVERAL else () if operand is None else (operand,)
        words = tuple(_word(each) for each in given if isinstance(each, Relative | Me | MyTeam))
        if op in SEVERAL and any(isinstance(each, Relative) for each in given):
            raise NotShownError
        self.rows, self.values = self.rows + 1, self.values + len(given)
        if self.rows > MOST_ROWS or self.values > MOST_VALUES:
            raise NotShownError
        return tuple(_text(each) for each in given if not isinstance(each, Relative | Me | MyTeam)), words


def _path(steps: tuple[Step, ...], name: str) -> str:
    return ".".join([*(step.reference.name for step in steps), name])


def _name(actor: Actor, part: RelatedRows) -> str:
    about: Object = part.about
    known = lists_of(actor, about).items()
    return next(
        name for name, (_one, child, field) in known if (child.plural, field) == (part.child.plural, part.reference)
    )


def _word(word: Relative | Me | MyTeam) -> str:
    match word:
        case Relative(told):
            return told
        case Me():
            return "me"
        case MyTeam():
            return "my_team"


def _text(value: Any) -> str:
    """A parsed value as a control holds it; a moment and a text of several lines have no control."""
    match value:
        case bool():
            return "true" if value else "false"
        case OnDay(day):
            return day.isoformat()
        case datetime():
            raise NotShownError
        case date():
            return value.isoformat()
        case Decimal():
            return plain(value)
        case int() | UUID():
            return str(value)
        case str() if value and value.isprintable():
            return value
        case _:
            raise NotShownError
