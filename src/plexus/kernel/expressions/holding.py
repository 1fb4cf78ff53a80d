"""An expression as a condition on rows."""

from __future__ import annotations

from django.db.models import Q, Value, lookups

from plexus.kernel.expressions.checked import Checked
from plexus.kernel.expressions.compiling import compiled
from plexus.kernel.expressions.functions.function import Moment
from plexus.kernel.expressions.kinds import Kind
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.object import Object


def holding(part: Checked, about: Object, actor: Actor, moment: Moment) -> Q:
    """The condition that a yes-or-no expression holds, under the rights of an actor."""
    if part.kind is Kind.EMPTY:
        return Q(pk__in=())
    return Q(lookups.Exact(compiled(part, about, actor, moment), Value(True)))
