"""Words on records as PostgreSQL sets them on many at once: what it makes of a row's words, and for which rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, CharField, F, Func, Q, Value, When
from django.db.models.expressions import Combinable

WORDS = ArrayField(CharField())


@dataclass(frozen=True)
class Expressed:
    """A value that depends on what the row holds, and the condition under which it differs from that."""

    value: Combinable
    differs: Q


def added(tags: Sequence[str]) -> Expressed:
    """Those that a record lacks come after its own, in their order."""
    value: Combinable = F("tags")
    for each in dict.fromkeys(tags):
        lacking = Case(When(tags__contains=[each], then=Value([], WORDS)), default=Value([each], WORDS))
        value = Func(value, lacking, function="array_cat", output_field=WORDS)
    return Expressed(value, ~Q(tags__contains=list(tags)))


def removed(tags: Sequence[str]) -> Expressed:
    """A record keeps the others in their order."""
    value: Combinable = F("tags")
    for each in dict.fromkeys(tags):
        value = Func(value, Value(each, CharField()), function="array_remove", output_field=WORDS)
    return Expressed(value, Q(tags__overlap=list(tags)))
