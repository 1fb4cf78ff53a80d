"""What a field may be compared with: values of its kind, and the words that fit it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from plexus.kernel.query import refusals
from plexus.kernel.query.checked import OnDay
from plexus.kernel.query.tree import AMONG_NUMBERS, OPPOSITE, WITHOUT_VALUE, Me, MyTeam, Op, Relative
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Day, Instant, Reference, Unfit, UniqueId
from plexus.kernel.schema.object import Object
from plexus.kernel.values import dates
from plexus.kernel.values.refusals import Refusal

PEOPLE, TEAMS = "people", "teams"
ANY_DAY = date(2000, 1, 1)
DAY_ONLY = re.compile(r"\d{4}-\d\d-\d\d")
SAME = frozenset({Op.EQ, Op.NE, Op.IN, Op.NOT_IN})


def operand(about: Object, field: Field, op: Op, value: Any) -> Any:
    """The parsed operand of a comparison, a tuple where the operator takes several; raises `Unfit`."""
    if op.value not in field.type.operators:
        raise Unfit("operator_unfit", refusals.OPERATOR_UNFIT, op=op.value, allowed=allowed_operators(field))
    if op in WITHOUT_VALUE:
        return None
    if isinstance(value, tuple) and op in SAME:
        return tuple(dict.fromkeys(_one(about, field, op, each) for each in value))
    if isinstance(value, tuple):
        return tuple(_one(about, field, op, each) for each in value)
    return _one(about, field, op, value)


def figure_operand(about: Object, compared: Field, op: Op, value: Any) -> Any:
    """The parsed operand of a comparison with a figure; raises `Unfit`."""
    if op not in AMONG_NUMBERS:
        allowed = ", ".join(each.value for each in Op if each in AMONG_NUMBERS)
        raise Unfit("operator_unfit", refusals.OPERATOR_UNFIT, op=op.value, allowed=allowed)
    return operand(about, compared, op, value)


def allowed_operators(field: Field) -> str:
    """The operators of a field in the order of the language, for a sentence."""
    return ", ".join(each.value for each in Op if each.value in field.type.operators)


def refers_to(about: Object, field: Field) -> str | None:
    """The object whose records a field names: a reference's target, or the object itself for its id."""
    if isinstance(field.type, Reference):
        return field.target
    return about.plural if isinstance(field.type, UniqueId) and field.name == "id" else None


def _one(about: Object, field: Field, op: Op, value: Any) -> Any:
    match value:
        case Relative(word):
            return _relative(field, word)
        case Me() if refers_to(about, field) == PEOPLE and op in SAME:
            return value
        case MyTeam() if refers_to(about, field) in {PEOPLE, TEAMS} and op in SAME:
            return value
        case Me() | MyTeam():
            raise Unfit("word_unfit", refusals.WORD_UNFIT, word="me" if isinstance(value, Me) else "my_team")
        case _:
            return _plain(field, op, value)


def _relative(field: Field, word: str) -> Relative:
    if not isinstance(field.type, Day | Instant):
        raise Unfit("word_unfit", refusals.WORD_UNFIT, word="relative")
    try:
        dates.relative(word, today=ANY_DAY)
    except Refusal as refusal:
        raise Unfit("word_unfit", refusal.message, **refusal.params) from refusal
    return Relative(word)


def _plain(field: Field, op: Op, value: Any) -> Any:
    if isinstance(field.type, Instant) and isinstance(value, str) and DAY_ONLY.fullmatch(value.strip()):
        return OnDay(DAY.convert(value, field))
    parsed = field.type.operand(value, field)
    if parsed == "":
        raise Unfit("no_value", refusals.NO_VALUE, op=OPPOSITE.get(op, op).value)
    return parsed


DAY = Day()
