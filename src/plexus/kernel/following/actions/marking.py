"""Noting that a person has read what was told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from plexus.kernel.following.queries.notices import own
from plexus.kernel.identity.actor import Actor


def mark_read(*, actor: Actor, now: datetime, ids: Collection[int] | None = None) -> int:
    """One's own notices are read now, or only some of them; how many were not before."""
    mine = own(actor).filter(read_at=None)
    return (mine if ids is None else mine.filter(pk__in=ids)).update(read_at=now)


def mark_unread(*, actor: Actor, ids: Collection[int]) -> int:
    """Some of one's own notices are to be looked at again."""
    return own(actor).filter(pk__in=ids).exclude(read_at=None).update(read_at=None)
