"""Checking a tree against the schema as one actor knows it: what may not be read is unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from plexus.kernel.access.rights import Level, Verb, level, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import operands, refusals
from plexus.kernel.query.checked import (
    Checked,
    Comparison,
    Conjunction,
    Disjunction,
    Measure,
    Negation,
    Part,
    RelatedRows,
    Step,
)
from plexus.kernel.query.refusals import FilterInvalid
from plexus.kernel.query.tree import All, AnyOf, Compare, Figure, Function, Node, Not, Related, Some
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import EVERY_TYPE, Day, Instant, Unfit
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.object import Related as RelatedList
from plexus.kernel.values.refusals import FieldError

COUNTED = Field("count", EVERY_TYPE["integer"], "")


def check(tree: Node, about: Object, actor: Actor) -> Checked:
    """The filter with its names resolved; raises `FilterInvalid` with every error, not only the first."""
    checker = _Checker(actor)
    part = checker.part(tree, about)
    if checker.errors or part is None:
        raise FilterInvalid(fields=checker.errors)
    return Checked(about, part)


def lists_of(actor: Actor, about: Object) -> Mapping[str, tuple[RelatedList, Object, Field]]:
    """The related lists of an object that exist for an actor, by name, with their object and the field that refers."""
    schema = registry.of(actor.workspace_id)
    found = {}
    for name, related in schema.related(about.plural).items():
        child = schema.object(related.object)
        field = readable_fields(actor, child).get(related.field)
        if field is not None and level(actor, child, Verb.READ) is not Level.NONE:
            found[name] = (related, child, field)
    return found


_Making = Callable[[], Part | None]


class _Checker:
    """Collects errors on the way down; a part with an error is left out, which nobody sees."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.schema = registry.of(actor.workspace_id)
        self.errors: list[FieldError] = []

    def part(self, node: Node, about: Object) -> Part | None:
        """The checked part, or nothing after an error."""
        match node:
            case All(parts):
                return Conjunction(self._parts(parts, about))
            case AnyOf(parts):
                return Disjunction(self._parts(parts, about))
            case Not(part):
                inner = self.part(part, about)
                return inner and Negation(inner)
            case Compare():
                return self._caught(".".join(node.path), lambda: self._comparison(node, about))
            case Related():
                return self._caught(".".join(node.path), lambda: self._related(node, about))

    def _parts(self, nodes: tuple[Node, ...], about: Object) -> tuple[Part, ...]:
        checked = [self.part(each, about) for each in nodes]
        return tuple(each for each in checked if each is not None)

    def _caught(self, field: str, make: _Making) -> Part | None:
        try:
            return make()
        except Unfit as unfit:
            self.errors.append(FieldError(field, unfit.code, unfit.message, unfit.params))
        return None

    def _comparison(self, node: Compare, about: Object) -> Part:
        steps, last = self._walk(node.path, about)
        field = self._field(last, node.path[-1], node.path)
        parsed = operands.operand(last, field, node.op, node.value)
        return Comparison(steps, last, field, node.op, parsed)

    def _walk(self, path: tuple[str, ...], about: Object) -> tuple[tuple[Step, ...], Object]:
        """The steps that all but the last name of a path take, and where they end."""
        steps: list[Step] = []
        for name in path[:-1]:
            reference = self._field(about, name, path)
            if reference.type.key != "reference":
                raise _unknown(path)
            about = self.schema.object(reference.target or "")
            if level(self.actor, about, Verb.READ) is Level.NONE:
                raise _unknown(path)
            steps.append(Step(reference, about))
        return tuple(steps), about

    def _field(self, about: Object, name: str, path: tuple[str, ...]) -> Field:
        field = readable_fields(self.actor, about).get(name)
        if field is None:
            raise _unknown(path)
        return field

    def _related(self, node: Related, about: Object) -> Part | None:
        steps, last = self._walk(node.path, about)
        known = lists_of(self.actor, last)
        if node.path[-1] not in known:
            allowed = ", ".join(known) or "–"
            raise Unfit("unknown_list", refusals.UNKNOWN_LIST, field=".".join(node.path)[:200], allowed=allowed)
        _list, child, reference = known[node.path[-1]]
        where = self.part(node.where, child)
        test = node.test if isinstance(node.test, Some) else self._measure(node.test, child)
        return where and RelatedRows(steps, last, child, reference, where, test)

    def _measure(self, figure: Figure, child: Object) -> Measure:
        if figure.function is Function.COUNT:
            field, compared = None, COUNTED
        else:
            field = self._field(child, figure.field, (figure.field,))
            compared = _compared(figure.function, field)
        parsed = operands.figure_operand(child, compared, figure.op, figure.value)
        return Measure(figure.function, field, compared, figure.op, parsed)


def _compared(function: Function, field: Field) -> Field:
    """The kind of value that a figure of a field is; raises `Unfit` where there is no such figure."""
    among = function in {Function.LEAST, Function.GREATEST}
    if among and (field.type.numeric or isinstance(field.type, Day | Instant)):
        return field
    if not field.type.numeric or among:
        raise Unfit("no_figure", refusals.NO_FIGURE, function=function.value)
    kind = field.type if field.type.key == "money" else EVERY_TYPE["decimal"]
    return replace(field, type=kind)


def _unknown(path: tuple[str, ...]) -> Unfit:
    return Unfit("unknown_field", refusals.UNKNOWN_FIELD, field=".".join(path)[:200])
