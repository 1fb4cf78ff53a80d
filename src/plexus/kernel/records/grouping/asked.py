"""What a grouping asks, checked for one actor: keys to group by and figures to take; what is hidden is unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.step import Step
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _

MOST_KEYS, MOST_MEASURES, MOST_SORTS = 2, 8, 4
UNKNOWN = _("There is no field “%(field)s”.")
NOT_A_KEY = _("Records cannot be grouped by “%(field)s”.")
NOT_A_BUCKET = _("“%(bucket)s” does not fit here. Days are grouped by: %(allowed)s.")
NOT_A_FUNCTION = _("“%(function)s” is not a figure. Use one of: %(allowed)s.")
NO_FIGURE = _("“%(function)s” cannot be taken of “%(field)s”.")
NOT_ASKED = _("“%(name)s” can only be sorted by when it is asked for.")
TOO_MANY = _("At most %(most)d fit.")
T = TypeVar("T")


class Bucket(StrEnum):
    """The stretch of days that makes one group; weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Function(StrEnum):
    """A figure over the rows of a group; `count` of a field counts the rows that have a value."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    LEAST = "min"
    GREATEST = "max"
    DISTINCT = "distinct"


DATES = frozenset({"date", "date_time"})


class GroupingInvalid(Refusal):
    """A grouping that cannot be asked; each error names the part."""

    message = _("These groups cannot be made.")


@dataclass(frozen=True)
class Key:
    """What rows of a group share: a field, perhaps of the record that a reference leads to, perhaps by stretch of days.

    `name` is how it was asked for.
    """

    name: str
    field: Field
    step: Step | None = None
    bucket: Bucket | None = None

    @property
    def path(self) -> str:
        """The field as a filter names it."""
        return f"{self.step.reference.name}.{self.field.name}" if self.step else self.field.name


@dataclass(frozen=True)
class Measure:
    """A figure of a field, or the number of rows."""

    name: str
    function: Function
    field: Field | None = None

    @property
    def by_currency(self) -> bool:
        """Whether the figure is an amount, told apart by currency."""
        money = self.field is not None and self.field.type.key == "money"
        return money and self.function is not Function.COUNT


@dataclass(frozen=True)
class Sort:
    """An order by a key or a measure that is asked for."""

    name: str
    descending: bool


@dataclass(frozen=True)
class Asked:
    """A whole grouping: by what, which figures, in which order, and how many groups apart from the rest."""

    keys: tuple[Key, ...] = ()
    measures: tuple[Measure, ...] = ()
    sort: tuple[Sort, ...] = ()
    limit: int = 100


def asked(
    actor: Actor, about: Object, *, keys: Sequence[str], measures: Sequence[str] = ("count",),
    sort: Sequence[str] = (), limit: int = 100,
) -> Asked:  # fmt: skip
    """What texts such as `stage`, `closed_on:month`, `sum:amount`, `-sum:amount` ask; raises `GroupingInvalid`."""
    errors: list[FieldError] = []
    found = Asked(
        _each("group", keys, MOST_KEYS, lambda text: key_of(actor, about, text), errors),
        _each("measure", measures or ("count",), MOST_MEASURES, lambda text: measure_of(actor, about, text), errors),
    )
    names = {each.name for each in found.keys} | {each.name for each in found.measures}
    sorts = _each("sort", sort, MOST_SORTS, lambda text: _sort(text, names), [] if errors else errors)
    if errors:
        raise GroupingInvalid(fields=errors)
    return Asked(found.keys, found.measures, sorts, limit)


def _each(
    part: str, texts: Sequence[str], most: int, read: Callable[[str], T], errors: list[FieldError]
) -> tuple[T, ...]:
    found = []
    unique = list(dict.fromkeys(texts))
    if len(unique) > most:
        errors.append(FieldError(part, "too_many", TOO_MANY, {"most": most}))
        return ()
    for text in unique:
        try:
            found.append(read(text))
        except Unfit as unfit:
            errors.append(FieldError(part, unfit.code, unfit.message, unfit.params))
    return tuple(found)


def key_of(actor: Actor, about: Object, text: str) -> Key:
    """The key that `stage`, `account.industry` or `closed_on:month` names; raises `Unfit`."""
    path, colon, stretch = text.partition(":")
    step, field = _reached(actor, about, path)
    if field.type.key in {"id", "money", "file"} or not field.type.sortable:
        raise Unfit("not_a_group", NOT_A_KEY, field=path)
    if not colon:
        return Key(text, field, step, Bucket.DAY if field.type.key in DATES else None)
    if field.type.key not in DATES or stretch not in set(Bucket):
        raise Unfit("not_a_bucket", NOT_A_BUCKET, bucket=stretch[:50], allowed=", ".join(Bucket))
    return Key(text, field, step, Bucket(stretch))


def measure_of(actor: Actor, about: Object, text: str) -> Measure:
    """The figure that `count` or `sum:amount` names, or `amount:sum` as views write it; raises `Unfit`."""
    name, colon, path = text.partition(":")
    if name not in set(Function) and path in set(Function):
        name, path = path, name
    if name not in set(Function):
        raise Unfit("unknown_function", NOT_A_FUNCTION, function=name[:50], allowed=", ".join(Function))
    function = Function(name)
    if not colon and function is Function.COUNT:
        return Measure(text, function)
    field = _own(actor, about, path, path)
    if not _is_fit(function, field):
        raise Unfit("no_figure", NO_FIGURE, function=name, field=path)
    return Measure(text, function, field)


def _is_fit(function: Function, field: Field) -> bool:
    match function:
        case Function.SUM | Function.MEAN:
            return field.type.numeric
        case Function.LEAST | Function.GREATEST:
            return field.type.numeric or field.type.key in DATES
        case Function.DISTINCT:
            return field.type.sortable and field.type.key not in {"id", "money"}
        case Function.COUNT:
            return field.type.sortable


def _sort(text: str, names: set[str]) -> Sort:
    name = text.removeprefix("-")
    if name not in names:
        raise Unfit("not_sortable", NOT_ASKED, name=name[:100])
    return Sort(name, text.startswith("-"))


def _reached(actor: Actor, about: Object, path: str) -> tuple[Step | None, Field]:
    """The field at the end of a path of at most one step."""
    name, dot, rest = path.partition(".")
    field = _own(actor, about, name, path)
    if not dot:
        return None, field
    if not field.target:
        raise _unknown(path)
    target = registry.of(actor.workspace_id).object(field.target)
    if not level(actor, target, Verb.READ):
        raise _unknown(path)
    return Step(field, target), _own(actor, target, rest, path)


def _own(actor: Actor, about: Object, name: str, path: str) -> Field:
    field = readable_fields(actor, about).get(name)
    if field is None:
        raise _unknown(path)
    return field


def _unknown(path: str) -> Unfit:
    return Unfit("unknown_field", UNKNOWN, field=path[:200])
