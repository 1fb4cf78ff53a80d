"""From a checked expression to one SQL expression over the rows of its object, under the reader's rights.

What the actor may not read, a hidden field or a record out of sight, counts as empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, assert_never

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from plexus.kernel.access.filtering import NOTHING, permitted
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.expressions.checked import Applied, Checked, Constant, Reading
from plexus.kernel.expressions.functions.function import NEVER_EMPTY, Moment
from plexus.kernel.expressions.kinds import Kind
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.clock import zone_of
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import led_to, value_of
from plexus.kernel.schema.step import Step

TYPES = {
    Kind.TEXT: "text",
    Kind.NUMBER: "numeric",
    Kind.MONEY: "expression_money",
    Kind.YES_NO: "boolean",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamptz",
    Kind.LIST: "text[]",
    Kind.REFERENCE: "uuid",
    Kind.EMPTY: "text",
}
OUTPUTS: dict[Kind, models.Field[Any, Any]] = {
    Kind.TEXT: models.TextField(),
    Kind.NUMBER: models.DecimalField(max_digits=40, decimal_places=10),
    Kind.MONEY: models.TextField(),
    Kind.YES_NO: models.BooleanField(),
    Kind.DATE: models.DateField(),
    Kind.MOMENT: models.DateTimeField(),
    Kind.LIST: ArrayField(models.TextField()),
    Kind.REFERENCE: models.UUIDField(),
    Kind.EMPTY: models.TextField(),
}
PLACE = re.compile(r"\{(\d|\*|rest|and|or)\}")
STANDING = {
    Kind.TEXT: "nullif({0}, '')",
    Kind.NUMBER: "{0}::numeric",
    Kind.YES_NO: "coalesce({0}, false)",
    Kind.LIST: "coalesce({0}, ARRAY[]::text[])::text[]",
}
CUSTOM_LIST = "ARRAY(SELECT jsonb_array_elements_text(CASE jsonb_typeof({0}) WHEN 'array' THEN {0} ELSE '[]' END))"
CUSTOM_REFERENCES = (
    "ARRAY(SELECT named ->> 'id' FROM jsonb_array_elements("
    "CASE jsonb_typeof({0}) WHEN 'array' THEN {0} ELSE '[]' END) named)"
)


class Written(Func):
    """SQL that we wrote, with the arguments put in their places."""

    def __init__(self, written: str, *args: Any, output_field: models.Field[Any, Any]) -> None:
        self.written = written
        super().__init__(*args, output_field=output_field)

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """The template with its places filled, the parameters in the order of the places."""
        parts = [compiler.compile(each) for each in self.source_expressions]
        values: list[Any] = []

        def put(match: re.Match[str]) -> str:
            chosen = _chosen(match[1], parts)
            for _sql, given in chosen:
                values.extend(given)
            return JOINS.get(match[1], ", ").join(sql for sql, _given in chosen)

        return PLACE.sub(put, self.written), values


JOINS = {"and": " AND ", "or": " OR "}


def _chosen(place: str, parts: Sequence[tuple[str, Any]]) -> Sequence[tuple[str, Any]]:
    if place.isdigit():
        return [parts[int(place)]]
    return parts[1:] if place == "rest" else parts


def compiled(part: Checked, about: Object, actor: Actor, moment: Moment | None = None) -> Combinable:
    """The expression for a query over the object's rows; of money, a pair that `halves` parts.

    Where no moment is told, it is that at which the statement runs.
    """
    return _Compiler(about, actor, moment).part(part, part.kind)


def halves(money: Combinable) -> tuple[Combinable, Combinable]:
    """The amount and the currency of compiled money."""
    amount = Written("({0}).amount", money, output_field=OUTPUTS[Kind.NUMBER])
    return amount, Written("({0}).currency", money, output_field=OUTPUTS[Kind.TEXT])


class _Compiler:
    def __init__(self, about: Object, actor: Actor, moment: Moment | None) -> None:
        self.about, self.actor, self.moment = about, actor, moment

    def part(self, part: Checked, wanted: Kind) -> Combinable:
        """The SQL of a part where a kind is wanted, which says what kind the word `empty` is there."""
        match part:
            case Constant(kind=kind, value=value):
                return _constant(wanted if kind is Kind.EMPTY else kind, value)
            case Reading():
                return self._reading(part.steps, part, self.about)
            case Applied():
                return self._applied(part, wanted)
            case _:
                assert_never(part)

    def _applied(self, part: Applied, wanted: Kind) -> Combinable:
        overload = part.overload
        takes = overload.taking(len(part.args))
        args = [self.part(each, kind) for each, kind in zip(part.args, takes, strict=True)]
        template = overload.sql
        if overload.timed:
            for place in re.findall(r"\{(now|today|zone)\}", template):
                template = template.replace(f"{{{place}}}", f"{{{len(args)}}}")
                args.append(self._timed(place))
        return Written(template, *args, output_field=OUTPUTS[overload.gives])

    def _timed(self, place: str) -> Combinable:
        zone = _constant(Kind.TEXT, str(self.moment.zone if self.moment else zone_of(self.actor.time_zone)))
        match place:
            case "now" if self.moment:
                return _constant(Kind.MOMENT, self.moment.now)
            case "today" if self.moment:
                return _constant(Kind.DATE, self.moment.today)
            case "now":
                return Written("expression_moment()", output_field=OUTPUTS[Kind.MOMENT])
            case "today":
                return Written("expression_today({0})", zone, output_field=OUTPUTS[Kind.DATE])
            case _:
                return zone

    def _reading(self, steps: Sequence[Step], part: Reading, home: Object) -> Combinable:
        """A field of the row itself, or of the record at the end of some steps: one subquery inside another."""
        if not steps:
            return self._own(home, part.field, part.kind)
        reference, target = steps[0].reference, steps[0].target
        condition = permitted(self.actor, target)
        if reference.name not in readable_fields(self.actor, home) or condition == NOTHING:
            return _constant(part.kind, None)
        rows = target.rows(self.actor.workspace_id).filter(condition, pk=led_to(reference))
        inner = rows.annotate(read_through=self._reading(steps[1:], part, target)).values("read_through")[:1]
        found = Subquery(inner, output_field=OUTPUTS[part.kind])
        return (
            Written(STANDING[part.kind], found, output_field=OUTPUTS[part.kind]) if part.kind in NEVER_EMPTY else found
        )

    def _own(self, about: Object, field: Field, kind: Kind) -> Combinable:
        if field.name not in readable_fields(self.actor, about):
            return _constant(kind, None)
        if field.reckoning is None:
            return standing(field, kind, self.actor)
        whole = field.reckoning.whole(self.actor)
        return Written(STANDING[kind], whole, output_field=OUTPUTS[kind]) if kind in STANDING else whole


def standing(field: Field, kind: Kind, actor: Actor) -> Combinable:
    """A field of the row itself as an expression reads it: never an empty text, numbers exact."""
    output = OUTPUTS[kind]
    if kind is Kind.MONEY:
        return Written("expression_amount({0}, {1})", value_of(field, actor), _currency(field), output_field=output)
    if kind is Kind.LIST and field.custom:
        written = CUSTOM_REFERENCES if field.type.key == "references" else CUSTOM_LIST
        return Written(written, KeyTransform(field.name, "custom"), output_field=output)
    if kind in STANDING:
        return Written(STANDING[kind], value_of(field, actor), output_field=output)
    return value_of(field, actor)


def _currency(field: Field) -> Combinable:
    if field.custom:
        return KeyTextTransform("currency", KeyTransform(field.name, "custom"))
    return models.F(field.currency_column) if field.currency_column else Value("")


def _constant(kind: Kind, value: Any) -> Combinable:
    if value is None and kind is Kind.YES_NO:
        value = False
    if value is None and kind is Kind.LIST:
        return Written("ARRAY[]::text[]", output_field=OUTPUTS[kind])
    if value is None:
        return Written(f"NULL::{TYPES[kind]}", output_field=OUTPUTS[kind])
    return Written(f"{{0}}::{TYPES[kind]}", Value(value, output_field=OUTPUTS[kind]), output_field=OUTPUTS[kind])
