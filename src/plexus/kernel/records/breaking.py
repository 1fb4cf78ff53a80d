"""The records that a rule refuses already, or would once it was made: a condition for lists, counts and exports."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from plexus.kernel.expressions.checking import check
from plexus.kernel.expressions.holding import holding
from plexus.kernel.expressions.kinds import Kind
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.clock import moment_of
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object


def breaking(actor: Actor, about: Object, refuse_when: str, now: datetime) -> Q:
    """The condition that an expression holds; raises what is wrong with it, `NotAllowed` for whoever makes no rules."""
    if not actor.is_administrator:
        raise NotAllowed
    checked = check(refuse_when, about, registry.of(actor.workspace_id), wanted=Kind.YES_NO)
    return holding(checked, about, actor, moment_of(actor, now))
