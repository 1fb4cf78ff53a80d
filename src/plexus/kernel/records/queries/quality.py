"""How complete the records are that an actor may read: on the whole, by field, by whose they are, and week by week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from django.db.models import Count, Q

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.completeness import counted_by, filled
from plexus.kernel.records import reading
from plexus.kernel.records.grouping.asked import asked
from plexus.kernel.records.queries.figures import LONGEST, Group, TooMuchAsked, bounded, figures
from plexus.kernel.records.travelling import travelling
from plexus.kernel.schema.completing import SHARE
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object

MOST_HOLDERS = 12
WEEK = timedelta(days=7)
# Each point of the past asks the journal again.
LONGEST_POINT = timedelta(seconds=3)
MEAN = f"mean:{SHARE}"


@dataclass(frozen=True, slots=True)
class Filled:
    """A field that counts: its weight, and how many records hold something in it."""

    field: Field
    weight: int
    number: int


@dataclass(frozen=True, slots=True)
class Holder:
    """How complete the records of a person or a team are on average; without a key, those of nobody."""

    key: Any
    name: str
    number: int
    mean: Decimal


@dataclass(frozen=True, slots=True)
class Quality:
    """The records: how many, how complete on average, how many at each whole percentage, and by field and holder."""

    number: int
    mean: Decimal | None
    shares: tuple[tuple[int, int], ...]
    fields: tuple[Filled, ...]
    owners: tuple[Holder, ...]
    teams: tuple[Holder, ...]

    @property
    def complete(self) -> int:
        """How many lack nothing."""
        return dict(self.shares).get(100, 0)


@dataclass(frozen=True, slots=True)
class Point:
    """How complete the records were on average at a moment; nothing where there was none."""

    at: datetime
    number: int
    mean: Decimal | None


def is_judged(actor: Actor, about: Object) -> bool:
    """Whether an object has a standard of which the actor may know."""
    return SHARE in readable_fields(actor, about) and any(counted_by(actor, about))


def quality(*, actor: Actor, about: Object, condition: Q) -> Quality:
    """The figures of the records under a condition; raises `TooMuchAsked` where they take too long."""
    spread = figures(
        actor=actor, about=about, condition=condition,
        asked=asked(actor, about, keys=[SHARE], measures=["count", MEAN], sort=[SHARE], limit=101),
    )  # fmt: skip
    shares = tuple((int(each.keys[0]), each.count) for each in spread.groups if each.keys[0] is not None)
    known = readable_fields(actor, about)
    return Quality(
        spread.whole.count, spread.whole.figures[MEAN], shares, tuple(_fields(actor, about, condition)),
        _holders(actor, about, condition, "owner") if "owner" in known else (),
        _holders(actor, about, condition, "team") if "team" in known else (),
    )  # fmt: skip


def _fields(actor: Actor, about: Object, condition: Q) -> Iterator[Filled]:
    """The fields that count, the heaviest first."""
    counted = sorted(counted_by(actor, about), key=lambda each: -each[1])
    rows = reading.visible(actor, about).filter(condition)
    held = {f"held_{place}": Count("pk", filter=filled(about, one, actor)) for place, (one, _) in enumerate(counted)}
    with bounded(LONGEST):
        found = rows.aggregate(**held)
    for place, (one, weight) in enumerate(counted):
        yield Filled(one, weight, found[f"held_{place}"])


def _holders(actor: Actor, about: Object, condition: Q, name: str) -> tuple[Holder, ...]:
    """Those with the most records."""
    found = figures(
        actor=actor, about=about, condition=condition,
        asked=asked(actor, about, keys=[name], measures=["count", MEAN], sort=["-count"], limit=MOST_HOLDERS),
    )  # fmt: skip
    return tuple(_holder(each) for each in found.groups if each.figures[MEAN] is not None)


def _holder(group: Group) -> Holder:
    named = cast("dict[str, Any]", group.keys[0] or {"id": None, "name": ""})
    return Holder(named["id"], named["name"] or "", group.count, group.figures[MEAN])


def over_time(*, actor: Actor, about: Object, condition: Q, now: datetime, weeks: int) -> Sequence[Point]:
    """The average now and at the same hour of so many weeks before, the oldest first, out of the journal.

    Records are judged by the standard of today, and read with the rights of today. Where a point takes too long, it
    and those before it are left out.
    """
    found = [_point(actor, about, condition, now)]
    try:
        for week in range(1, weeks + 1):
            at = now - week * WEEK
            with travelling(actor, at) as seer:
                found.append(_point(seer, about, condition, at))
    except TooMuchAsked:
        pass
    while found and not found[-1].number:
        found.pop()
    return found[::-1]


def _point(actor: Actor, about: Object, condition: Q, at: datetime) -> Point:
    measured = asked(actor, about, keys=[], measures=["count", MEAN])
    whole = figures(
        actor=actor, about=about, condition=condition, asked=measured, longest=LONGEST_POINT
    ).whole  # fmt: skip
    return Point(at, whole.count, whole.figures[MEAN])
