"""Subtotals as texts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext

from plexus.kernel.records.grouping.asked import Function, Measure
from plexus.kernel.records.queries.figures import Group
from plexus.kernel.schema.object import Object
from plexus.kernel.views.fitness import adds_up, measured
from plexus.shell.components.formats import money_text, number_text
from plexus.shell.web.views.showing import Shown
from plexus.shell.web.visit import Visit

TENTH = Decimal("0.1")


def measures(about: Object, one: Shown) -> tuple[Measure, ...]:
    """The subtotals that are shown: those asked for, else the sums of the money among the columns."""
    if one.measures or one.given.measures is not None:
        return one.measures
    shown = (about.fields[name] for name in one.kept.names)
    return tuple(measured(each, Function.SUM) for each in shown if each.type.key == "money" and adds_up(each))[:2]


def texts(visit: Visit, group: Group, shown: Sequence[Measure]) -> tuple[str, ...]:
    """Each subtotal of a group with its name; one amount for each currency."""
    return tuple(f"{_name(each)} {' · '.join(amounts)}" for each in shown if (amounts := _amounts(visit, group, each)))


def short(visit: Visit, group: Group, shown: Sequence[Measure]) -> str:
    """The first subtotal of a group, for the head of a lane."""
    return " · ".join(_amounts(visit, group, shown[0])) if shown else ""


def _name(each: Measure) -> str:
    label = each.field.label if each.field else ""
    return gettext("Mean of %(field)s") % {"field": label} if each.function is Function.MEAN else str(label)


def _amounts(visit: Visit, group: Group, each: Measure) -> list[str]:
    found = group.figures.get(each.name)
    if each.by_currency:
        return [_money(visit, currency, amount) for currency, amount in (found or {}).items()]
    return [] if found is None else [_number(visit, each, found)]


def _money(visit: Visit, currency: str, amount: Decimal) -> str:
    return money_text(amount, currency or visit.actor.currency, locale=visit.locale, compact=True)


def _number(visit: Visit, each: Measure, value: Decimal) -> str:
    plain = value.quantize(TENTH) if value % 1 else value
    text = number_text(plain.normalize() + 0, locale=visit.locale)
    return f"{text}%" if each.field and each.field.type.key == "percent" else text
