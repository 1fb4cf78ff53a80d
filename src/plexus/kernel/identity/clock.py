"""What day it is for an actor."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plexus.kernel.identity.actor import Actor


@cache
def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name, or UTC for a name that the machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def today_of(actor: Actor, now: datetime) -> date:
    """The calendar day at an instant where the actor is."""
    return _day(actor.time_zone, now)


@lru_cache(maxsize=64)
def _day(zone: str, now: datetime) -> date:
    """Rows that come together ask of the same moment."""
    return now.astimezone(zone_of(zone)).date()
