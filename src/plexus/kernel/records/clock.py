"""What day it is for an actor; the calendar itself stands beside the actor."""

from plexus.kernel.identity.clock import today_of, zone_of

__all__ = ["today_of", "zone_of"]
