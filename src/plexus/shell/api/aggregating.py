"""Figures over the records of an object, in groups."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.http import HttpResponse

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.records.grouping.asked import Asked, Function, Key, Measure
from plexus.kernel.records.grouping.asked import asked as asked_of
from plexus.kernel.records.queries.figures import Figures, Group, figures, filter_of_group
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema.field_types.number import Amount, Integer, plain
from plexus.shell.api import asking
from plexus.shell.api.door import Call, answer
from plexus.shell.api.records import object_of, standing

KNOWN = {"group", "measure", "filter", "q", "sort", "limit", "as_of"}
USUAL, MOST = 100, 1_000
EXACT = Decimal("0.0001")


def aggregate(call: Call, objects: str) -> HttpResponse:
    """GET /{objects}/aggregate: groups of what the actor may read with their figures, the rest of them, the whole."""
    about = object_of(call, objects)
    if not level(call.actor, about, Verb.READ):
        raise NotAllowed
    asking.refuse_unknown(call, KNOWN)
    given = {name: asking.names(call.http.GET.get(name, "")) for name in ("group", "measure", "sort")}
    limit = asking.limit(call.http.GET.get("limit", ""), usual=USUAL, most=MOST)
    with standing(call) as then:
        asked = asked_of(
            then.actor, about, keys=given["group"], measures=given["measure"], sort=given["sort"], limit=limit
        )
        found = figures(actor=then.actor, about=about, condition=asking.condition(then, about), asked=asked)
    return answer(told(asked, found))


def told(asked: Asked, found: Figures) -> dict[str, Any]:
    """Groups as JSON."""
    rest = found.rest and {"groups": found.rest_groups, "figures": _figures(asked, found.rest)}
    return {
        "data": [_group(asked, each) for each in found.groups],
        "rest": rest,
        "total": {"figures": _figures(asked, found.whole)},
    }


def _group(asked: Asked, group: Group) -> dict[str, Any]:
    named = {key.name: _key(key, value) for key, value in zip(asked.keys, group.keys, strict=True)}
    return {"group": named, "figures": _figures(asked, group), "filter": filter_of_group(asked, group)}


def _key(key: Key, value: Any) -> Any:
    if value is None:
        return None
    return value.isoformat() if key.bucket else key.field.type.render(value)


def _figures(asked: Asked, group: Group) -> dict[str, Any]:
    return {each.name: _figure(each, group.figures[each.name]) for each in asked.measures}


def _figure(measure: Measure, value: Any) -> Any:
    """A figure as its field is written; amounts one by one, each in its currency."""
    if measure.by_currency:
        amounts = value if isinstance(value, Mapping) else {}
        return [_amount(measure, currency, amount) for currency, amount in amounts.items()]
    if value is None or measure.function in {Function.COUNT, Function.DISTINCT} or measure.field is None:
        return value
    if measure.function is Function.MEAN:
        return _mean(value)
    if measure.function is Function.SUM:
        return int(value) if isinstance(measure.field.type, Integer) else plain(Decimal(value))
    return measure.field.type.render(value)


def _amount(measure: Measure, currency: str, amount: Decimal) -> Any:
    rounded = amount.quantize(EXACT, ROUND_HALF_EVEN) if measure.function is Function.MEAN else amount
    return measure.field.type.render(Amount(rounded, currency)) if measure.field else None


def _mean(value: Decimal) -> str:
    return plain(value.quantize(EXACT, ROUND_HALF_EVEN))
