"""What a dotted path means to an actor: a field or a related list, and the references on the way."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from plexus.kernel.access.rights import Level, Verb, level, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.checking import COUNTED, lists_of
from plexus.kernel.query.parsing import STEPS
from plexus.kernel.query.tree import AMONG_NUMBERS, Op
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import EVERY_TYPE
from plexus.kernel.schema.object import Object

DATED = frozenset({"date", "date_time"})
ARROW = " → "
FIGURES = ("count", "sum", "avg", "min", "max")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path leads: its label, the object it ends at, and the field or the list (by its object) there."""

    label: str
    about: Object
    field: Field | None = None
    child: Object | None = None


def reachable(actor: Actor, one: Field) -> Object | None:
    """The object that a reference leads on to, where an actor may go that way."""
    if one.type.key != "reference" or one.custom or not one.target:
        return None
    target = registry.of(actor.workspace_id).object(one.target)
    return None if level(actor, target, Verb.READ) is Level.NONE else target


def object_at(actor: Actor, about: Object, names: list[str]) -> tuple[list[str], Object] | None:
    """The labels of the references on a way and the object at its end."""
    labels: list[str] = []
    if len(names) > STEPS:
        return None
    for name in names:
        one = readable_fields(actor, about).get(name)
        target = reachable(actor, one) if one else None
        if one is None or target is None:
            return None
        labels.append(str(one.label))
        about = target
    return labels, about


def field_at(actor: Actor, about: Object, path: str) -> Place | None:
    """The field that a path names."""
    *way, name = path.split(".")
    end = object_at(actor, about, way)
    one = readable_fields(actor, end[1]).get(name) if end else None
    return Place(ARROW.join([*end[0], str(one.label)]), end[1], field=one) if end and one else None


def list_at(actor: Actor, about: Object, path: str) -> Place | None:
    """The related list that a path names."""
    *way, name = path.split(".")
    end = object_at(actor, about, way)
    if end is None or name not in (known := lists_of(actor, end[1])):
        return None
    return Place(ARROW.join([*end[0], list_label(actor, end[1], name)]), end[1], child=known[name][1])


def list_label(actor: Actor, about: Object, name: str) -> str:
    """The name of a related list; where one object refers in several ways, the field tells which."""
    known = lists_of(actor, about)
    _list, child, reference = known[name]
    ways = sum(each[1].plural == child.plural for each in known.values())
    if ways < 2 and child.plural != about.plural:
        return str(child.label_plural)
    return gettext("%(list)s by “%(field)s”") % {"list": child.label_plural, "field": reference.label}


def compared(child: Object, function: str, one: Field | None) -> Field:
    """The field as which a figure over related records is compared."""
    if one is None or function == "count":
        return COUNTED
    if function in {"min", "max"}:
        return one
    kind = one.type if one.type.key == "money" else EVERY_TYPE["decimal"]
    return Field(one.name, kind, one.label)


def figure_fields(actor: Actor, child: Object, function: str) -> dict[str, Field]:
    """The fields of which a figure can be taken."""
    dated = function in {"min", "max"}
    known = readable_fields(actor, child).items()
    return {name: one for name, one in known if one.type.numeric or (dated and one.type.key in DATED)}


def operators(one: Field, *, figure: bool = False) -> tuple[Op, ...]:
    """The operators of a field in the order of the language."""
    return tuple(op for op in Op if op.value in one.type.operators and (not figure or op in AMONG_NUMBERS))


def first_choice(one: Field) -> tuple[str, tuple[str, ...]]:
    """The operator, and for days the words, that people want most often of a kind of field."""
    if one.type.key in DATED:
        return "eq", ("this_month",)
    if one.type.key == "choice":
        return "in", ()
    offered = {op.value for op in operators(one)}
    return next(op for op in ("contains", "gte", "eq", "not_empty") if op in offered and not _too_loose(one, op)), ()


def _too_loose(one: Field, op: str) -> bool:
    return op == "gte" and not one.type.numeric
