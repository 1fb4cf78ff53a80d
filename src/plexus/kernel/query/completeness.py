"""How complete a record is, as SQL: the weights of what it holds over those of all that its reader may see of it.

A field that is hidden from the reader counts neither way, so no figure gives away whether it is filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import Any, cast

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, DecimalField, IntegerField, Q, TextField, Value, When
from django.db.models.expressions import Combinable

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.expressions.compiling import Written
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.checked import Comparison
from plexus.kernel.query.comparing import compared
from plexus.kernel.query.tree import Op
from plexus.kernel.schema.completing import BAND, BANDS, SHARE
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.reckoning import COMPLETENESS, Pending, Reckoning
from plexus.kernel.schema.registry import Schema

PERCENT = DecimalField(max_digits=6, decimal_places=2)
NAMES = ArrayField(TextField())
# Whole percents, never rounded up: only what lacks nothing is complete.
WHOLE = "(({0}) * 100 / {1})::numeric"
_KEYS = ", ".join(f"'{key}'" for key in BANDS)
_FROM = ", ".join(str(least) for least in list(BANDS.values())[1:])
BANDED = f"(ARRAY[{_KEYS}])[1 + width_bucket(({{0}}) * 100 / {{1}}, ARRAY[{_FROM}])]"
LISTED = "array_remove(ARRAY[{*}]::text[], NULL)"


@dataclass(frozen=True, eq=False)
class Completeness(Reckoning):
    """One of the three faces of completeness: the share, its band, or what is missing."""

    about: Object
    of: str

    def whole(self, actor: Actor) -> Combinable:
        counted = list(counted_by(actor, self.about))
        if not counted:
            return Value(None, output_field=self._output)
        if self.of == SHARE:
            return self._figure(WHOLE, counted, actor)
        return self._figure(BANDED, counted, actor) if self.of == BAND else self._missing(counted, actor)

    @property
    def _output(self) -> Any:
        return {SHARE: PERCENT, BAND: TextField()}.get(self.of, NAMES)

    def _figure(self, template: str, counted: list[tuple[Field, int]], actor: Actor) -> Combinable:
        held = reduce(add, (_if(filled(self.about, one, actor), weight) for one, weight in counted))
        total = Value(sum(weight for _one, weight in counted), output_field=IntegerField())
        return Written(template, held, total, output_field=self._output)

    def _missing(self, counted: list[tuple[Field, int]], actor: Actor) -> Combinable:
        names = (
            Case(
                When(filled(self.about, one, actor), then=Value(None)),
                default=Value(one.name),
                output_field=TextField(),
            )
            for one, _weight in sorted(counted, key=lambda each: -each[1])
        )
        return Written(LISTED, *names, output_field=NAMES)


def _if(condition: Q, weight: int) -> Any:
    return Case(When(condition, then=Value(weight)), default=Value(0), output_field=IntegerField())


def counted_by(actor: Actor, about: Object) -> Iterator[tuple[Field, int]]:
    """The fields that count for a reader, each with its weight."""
    known = readable_fields(actor, about)
    yield from ((known[name], weight) for name, weight in about.standard.weights.items() if name in known)


def filled(about: Object, one: Field, actor: Actor) -> Q:
    """The condition that a record holds something in a field, the very one of the filter “not empty”."""
    return compared(Comparison((), about, one, Op.NOT_EMPTY, None), Op.NOT_EMPTY, None, actor)


def completeness(one: Field, about: Object, schema: Schema) -> Field:
    """One of the three fields, made whole."""
    of = str(cast("Pending", one.reckoning).options["of"])
    return replace(one, reckoning=Completeness(COMPLETENESS, frozenset(), 0, 0, about, of))
