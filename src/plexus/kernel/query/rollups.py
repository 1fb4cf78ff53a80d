"""Fields that are roll-ups: a figure over the records that name a record, of those that the reader may read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import F, IntegerField, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from plexus.kernel.expressions.compiling import Written, standing
from plexus.kernel.expressions.kinds import Kind, kind_of
from plexus.kernel.identity.actor import Actor, system
from plexus.kernel.query.checked import (
    Comparison,
    Conjunction,
    Disjunction,
    Measure,
    Negation,
    Part,
    RelatedRows,
)
from plexus.kernel.query.checking import check
from plexus.kernel.query.compiling import Compiler
from plexus.kernel.query.parsing import parse
from plexus.kernel.query.tree import Some
from plexus.kernel.schema.field import EVERY_TYPE, Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.reckoning import ROLL_UP, Pending, Read, Reckoning, depth_over, reads_of, weight_of
from plexus.kernel.schema.registry import Schema
from plexus.kernel.schema.standing import value_of
from plexus.kernel.schema.step import Step
from plexus.kernel.values.refusals import Refusal, gettext_noop

FUNCTIONS = {
    "count": _("Number of records"), "sum": _("Total"), "avg": _("Average"), "min": _("Lowest or earliest"),
    "max": _("Highest or latest"), "latest": _("Value of the latest record"),
}  # fmt: skip
NUMBERS = frozenset({"integer", "decimal", "percent", "money", "rating"})
ORDERED = NUMBERS | {"date", "date_time"}
SHOWN = ORDERED | {"text", "long_text", "email", "phone", "url", "choice", "yes_no"}
FITTING: Mapping[str, frozenset[str]] = {
    "sum": NUMBERS, "avg": NUMBERS, "min": ORDERED, "max": ORDERED, "latest": SHOWN,
}  # fmt: skip
LATEST_BY = "created_at"
PLACES = 2
# What an amount is of all of one currency; of several it is nothing, for no figure of them would be true.
MONEY = (
    "(SELECT CASE WHEN count(DISTINCT (listed.figured).currency) <= 1 THEN expression_rounded(expression_amount("
    "%s((listed.figured).amount), min((listed.figured).currency)), %d) END FROM {0} listed)"
)
OF_CURRENCY = (
    "(SELECT expression_rounded(expression_amount(%s, {1}), %d)"
    " FROM {0} listed WHERE (listed.figured).currency IN ({2}, {3}))"
)


class NoSuchList(Refusal):
    """A roll-up is over records that do not name the object's."""

    message = gettext_noop("No records of “%(list)s” lead here. Choose one of: %(allowed)s.")


class NoSuchFigure(Refusal):
    """A roll-up asks for a figure that there is not."""

    message = gettext_noop("Choose what to calculate: %(allowed)s.")


class NoSuchField(Refusal):
    """A roll-up is of a field that the related records do not have."""

    message = gettext_noop("Choose a field of the related records; “%(field)s” is none.")


class FigureUnfit(Refusal):
    """A figure cannot be made of a field."""

    message = gettext_noop("“%(function)s” cannot be calculated of the field “%(field)s”.")


class MoneyOutput(TextField):  # type: ignore[type-arg] # Django's field takes none at run time.
    """Money as the expression language has it."""

    def db_type(self, connection: Any) -> str:
        """The type of the pair."""
        return "expression_money"


class _Rows(Subquery):
    """The rows of a figure; no row where Django knows that there is none."""

    def as_sql(self, compiler: Any, connection: Any, *given: Any, **more: Any) -> tuple[str, Any]:
        """The rows with their column `figured`."""
        try:
            return super().as_sql(compiler, connection, *given, **more)
        except EmptyResultSet:
            return f"(SELECT NULL::{self.output_field.db_type(connection)} AS figured WHERE false)", ()


@dataclass(frozen=True, eq=False)
class RollUp(Reckoning):
    """A figure over the rows of a list, in the kind of the field that shows it."""

    function: str
    rows: RelatedRows
    of: Field | None
    by: Field
    kind: str
    currency: str
    places: int

    def whole(self, actor: Actor) -> Combinable:
        rows = Compiler(actor, None).referring(self.rows)
        if self.of is None:
            counted = _Rows(rows.annotate(figured=Value(1)).values("figured"), output_field=IntegerField())
            return Written("(SELECT count(*) FROM {0} listed)", counted, output_field=IntegerField())
        figured = rows.annotate(figured=self._one(self.of, actor))
        if self.function == "latest":
            ordered = figured.annotate(latest_by=value_of(self.by, actor))
            ordered = ordered.order_by(F("latest_by").desc(nulls_last=True), "-pk")
            return _Rows(ordered.values("figured")[:1], output_field=self._output)
        values = _Rows(figured.values("figured"), output_field=self._output)
        return self._of_money(values, actor) if self.money else self._of_values(values)

    def _one(self, one: Field, actor: Actor) -> Combinable:
        if not self.money:
            return value_of(one, actor)
        return one.reckoning.whole(actor) if one.reckoning else standing(one, Kind.MONEY, actor)

    @property
    def _output(self) -> Any:
        return MoneyOutput() if self.money else EVERY_TYPE[self.kind].output()

    def _of_values(self, values: Subquery) -> Combinable:
        figure = f"{self.function}(listed.figured)"
        if self.function == "avg":
            figure = f"round({figure}, {self.places})"
        if self.function == "sum":
            figure = f"coalesce({figure}, 0)"
        return Written(f"(SELECT {figure} FROM {{0}} listed)", values, output_field=self._output)

    def _of_money(self, values: Subquery, actor: Actor) -> Combinable:
        output = self._output
        if not self.currency:
            return Written(MONEY % (self.function, self.places), values, output_field=output)
        figure = f"{self.function}((listed.figured).amount)"
        if self.function == "sum":
            figure = f"coalesce({figure}, 0)"
        chosen, own = Value(self.currency), Value("" if self.currency == actor.currency else self.currency)
        return Written(OF_CURRENCY % (figure, self.places), values, chosen, chosen, own, output_field=output)


def roll_up(one: Field, about: Object, schema: Schema) -> Field:
    """The field of a roll-up; raises a refusal that says what is missing or wrong."""
    options = cast("Pending", one.reckoning).options
    child, reference = _list(about, str(options.get("list") or ""), schema)
    function = str(options.get("function") or "")
    if function not in FUNCTIONS:
        raise NoSuchFigure(allowed=", ".join(FUNCTIONS))
    of = None if function == "count" else _of(child, function, str(options.get("field") or ""))
    by = _by(child, str(options.get("by") or LATEST_BY))
    where = check(parse(options.get("where") or {}), child, BUILDER, schema).part
    rows = RelatedRows((), about, child, reference, where, Some())
    made = _reckoning(function, rows, of, by, options)
    return _shown(one, of, made)


BUILDER = system(UUID(int=0))


def _list(about: Object, name: str, schema: Schema) -> tuple[Object, Field]:
    lists = schema.related(about.plural)
    if name not in lists:
        raise NoSuchList(list=name[:80], allowed=", ".join(lists) or "–")
    child = schema.object(lists[name].object)
    return child, child.fields[lists[name].field]


def _of(child: Object, function: str, name: str) -> Field:
    found = _field(child, name)
    if found.type.key not in FITTING[function]:
        raise FigureUnfit(function=FUNCTIONS[function], field=found.label)
    return found


def _by(child: Object, name: str) -> Field:
    found = _field(child, name)
    if found.type.key not in ORDERED:
        raise FigureUnfit(function=FUNCTIONS["latest"], field=found.label)
    return found


def _field(child: Object, name: str) -> Field:
    found: Field | None = child.fields.get(name)
    if found is None:
        raise NoSuchField(field=name[:80])
    return found


def _reckoning(function: str, rows: RelatedRows, of: Field | None, by: Field, options: Mapping[str, Any]) -> RollUp:
    fields = [each for each in (of, by if function == "latest" else None) if each is not None]
    inside = list(_compared(rows, rows.about))
    read = [*fields, *(one for _about, one in inside)]
    homes = [*((rows.child, each) for each in fields), *inside]
    reads: frozenset[Read] = frozenset().union(*(reads_of(about, one) for about, one in homes))
    places = options.get("places")
    return RollUp(
        ROLL_UP, reads, depth_over(read), 1 + sum(weight_of(each) for each in read), function, rows, of, by,
        _kind(function, of), str(options.get("currency") or ""), PLACES if places is None else places,
        money=of is not None and kind_of(of) is Kind.MONEY,
    )  # fmt: skip


def _kind(function: str, of: Field | None) -> str:
    """The kind of field that shows a figure."""
    if of is None:
        return "integer"
    key = of.type.key
    if function == "avg":
        return key if key in {"money", "percent"} else "decimal"
    return "integer" if key == "rating" and function != "latest" else key


def _shown(one: Field, of: Field | None, made: RollUp) -> Field:
    shown = replace(one, type=EVERY_TYPE[made.kind], places=made.places, reckoning=made)
    if of is None or made.function != "latest":
        return shown
    return replace(shown, choices=of.choices, most=of.most)


def _compared(part: Part, about: Object) -> Iterator[tuple[Object, Field]]:
    """Every field that a part of a filter over an object looks at, with the object that has it."""
    match part:
        case Conjunction(parts) | Disjunction(parts):
            for each in parts:
                yield from _compared(each, about)
        case Negation(inner):
            yield from _compared(inner, about)
        case Comparison():
            yield from _walked(part.steps, about)
            yield part.about, part.field
        case RelatedRows():
            yield from _walked(part.steps, about)
            yield part.child, part.reference
            if isinstance(part.test, Measure) and part.test.field:
                yield part.child, part.test.field
            yield from _compared(part.where, part.child)


def _walked(steps: tuple[Step, ...], about: Object) -> Iterator[tuple[Object, Field]]:
    for step in steps:
        yield about, step.reference
        about = step.target
