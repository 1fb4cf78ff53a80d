"""Fields that are formulas: an expression whose value every list, filter and sort reckons anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from django.db.models.expressions import Combinable
from django.utils.translation import gettext

from plexus.kernel.expressions.checked import Checked, Reading, readings
from plexus.kernel.expressions.checking import check
from plexus.kernel.expressions.compiling import OUTPUTS, Written, compiled
from plexus.kernel.expressions.evaluating import Read as ReadValue
from plexus.kernel.expressions.evaluating import evaluate
from plexus.kernel.expressions.functions.function import Moment
from plexus.kernel.expressions.functions.numbers import EXACT, rounded
from plexus.kernel.expressions.kinds import NAMES, Kind
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.field import EVERY_TYPE, Field
from plexus.kernel.schema.field_types.number import Amount
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.reckoning import FORMULA, Pending, Read, Reckoning, depth_over, reads_of, weight_of
from plexus.kernel.schema.registry import Schema
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

PLACES = 2
GIVES = {
    Kind.TEXT: "text",
    Kind.NUMBER: "decimal",
    Kind.MONEY: "money",
    Kind.YES_NO: "yes_no",
    Kind.DATE: "date",
    Kind.MOMENT: "date_time",
}
ROUNDED = {Kind.NUMBER: "expression_bounded(round({0}, %d))", Kind.MONEY: "expression_rounded({0}, %d)"}


class GivesNoField(Refusal):
    """A formula gives what no field shows."""

    message = _("This formula gives %(kind)s. A field shows text, a number, money, yes or no, a date or a moment.")


@dataclass(frozen=True, eq=False)
class Formula(Reckoning):
    """A checked expression over an object; numbers and amounts are rounded to so many places."""

    about: Object
    checked: Checked
    places: int

    def whole(self, actor: Actor) -> Combinable:
        found = compiled(self.checked, self.about, actor)
        kind = self.checked.kind
        return Written(ROUNDED[kind] % self.places, found, output_field=OUTPUTS[kind]) if kind in ROUNDED else found

    def value(self, read: ReadValue, moment: Moment) -> Any:
        """The value for one record in memory, of whose fields `read` gives the stored values."""
        found = evaluate(self.checked, read, moment)
        match found:
            case Amount(amount=amount, currency=currency):
                whole = self._rounded(amount)
                return None if whole is None else Amount(whole, currency)
            case Decimal():
                return self._rounded(found)
            case _:
                return found

    def _rounded(self, number: Decimal) -> Decimal | None:
        """The number as the field shows it; zero has no sign."""
        found = rounded(number, Decimal(self.places))
        return None if found is None else EXACT.add(found, 0)


def formula(one: Field, about: Object, schema: Schema) -> Field:
    """The field of a formula; raises what `check` raises, or `GivesNoField`."""
    options = cast("Pending", one.reckoning).options
    checked = check(str(options.get("expression") or ""), about, schema)
    if checked.kind not in GIVES:
        raise GivesNoField(kind=gettext(NAMES[checked.kind]))
    made = _reckoning(about, checked, options.get("places"))
    return replace(one, type=EVERY_TYPE[_type(checked.kind, options)], places=made.places, reckoning=made)


def _type(kind: Kind, options: Any) -> str:
    return "percent" if kind is Kind.NUMBER and options.get("shown_as") == "percent" else GIVES[kind]


def _reckoning(about: Object, checked: Checked, places: int | None) -> Formula:
    found = list(readings(checked))
    fields = [each.field for each in found]
    return Formula(
        FORMULA,
        frozenset(read for each in found for read in _reads(about, each)),
        depth_over(fields),
        sum(len(each.steps) + weight_of(each.field) for each in found),
        about,
        checked,
        PLACES if places is None else places,
        money=checked.kind is Kind.MONEY,
        in_memory=all(each.reckoning.in_memory for each in fields if each.reckoning),
    )


def _reads(about: Object, one: Reading) -> Iterator[Read]:
    """What reading a field takes: the references on the way, the field, and what it depends on itself."""
    for step in one.steps:
        yield Read(about, step.reference.name)
        about = step.target
    yield from reads_of(about, one.field)
