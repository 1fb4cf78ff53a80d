"""Subtotals as texts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext

from plexus.kernel.schema.object import Object
from plexus.kernel.views.fitness import Measure, adds_up
from plexus.kernel.views.queries.groups import Figure, Group
from plexus.shell.components.formats import money_text, number_text
from plexus.shell.web.views.showing import Shown
from plexus.shell.web.visit import Visit

TENTH = Decimal("0.1")


def measures(about: Object, one: Shown) -> tuple[Measure, ...]:
    """The subtotals that are shown: those asked for, else the sums of the money among the columns."""
    if one.measures or one.given.measures is not None:
        return one.measures
    shown = (about.fields[name] for name in one.kept.names)
    return tuple(Measure(each, "sum") for each in shown if each.type.key == "money" and adds_up(each))[:2]


def texts(visit: Visit, group: Group, shown: Sequence[Measure]) -> tuple[str, ...]:
    """Each subtotal of a group with its name; one amount for each currency."""
    return tuple(f"{_name(each)} {' · '.join(amounts)}" for each in shown if (amounts := _amounts(visit, group, each)))


def short(visit: Visit, group: Group, shown: Sequence[Measure]) -> str:
    """The first subtotal of a group, for the head of a lane."""
    return " · ".join(_amounts(visit, group, shown[0])) if shown else ""


def _name(each: Measure) -> str:
    if each.kind == "sum":
        return str(each.field.label)
    return gettext("Mean of %(field)s") % {"field": each.field.label}


def _amounts(visit: Visit, group: Group, each: Measure) -> list[str]:
    found = group.figures.get(each.field.name, {})
    return [_text(visit, each, currency, found[currency]) for currency in sorted(found)]


def _text(visit: Visit, each: Measure, currency: str, figure: Figure) -> str:
    value = figure.total if each.kind == "sum" else figure.mean
    if each.field.type.key == "money":
        return money_text(value, currency or visit.actor.currency, locale=visit.locale, compact=True)
    plain = value.quantize(TENTH) if value % 1 else value
    text = number_text(plain.normalize() + 0, locale=visit.locale)
    return f"{text}%" if each.field.type.key == "percent" else text
