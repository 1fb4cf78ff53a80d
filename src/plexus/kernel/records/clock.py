"""What day and what moment it is for an actor; the calendar itself stands beside the actor."""

from __future__ import annotations

from datetime import datetime

from plexus.kernel.expressions.functions.function import Moment
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.clock import today_of, zone_of

__all__ = ["moment_of", "today_of", "zone_of"]


def moment_of(actor: Actor, now: datetime) -> Moment:
    """The moment as rules and formulas are told it."""
    return Moment(now, zone_of(actor.time_zone))
