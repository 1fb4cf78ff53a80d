"""Chance that comes out the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeVar
from uuid import UUID

Thing = TypeVar("Thing")
SATURDAY = 5


class Dice:
    """Draws from a seed; reads no clock. Ids are drawn apart: two demos of one seed must not share them."""

    def __init__(self, seed: int, *, apart: UUID) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a made-up company, no secret
        self._ids = random.Random(apart.int)  # noqa: S311 - likewise

    def chance(self, share: float) -> bool:
        """True in this share of draws."""
        return self._random.random() < share

    def pick(self, things: Sequence[Thing]) -> Thing:
        """Any of them, each as likely."""
        return self._random.choice(things)

    def weighed(self, things: Sequence[Thing], weights: Sequence[float]) -> Thing:
        """Any of them by weight."""
        return self._random.choices(things, weights)[0]

    def some(self, things: Sequence[Thing], number: int) -> list[Thing]:
        """So many different ones, fewer when there are not as many."""
        return self._random.sample(things, min(number, len(things)))

    def among(self, choices: Sequence[tuple[Thing, int]]) -> Thing:
        """Any of them by the weight that stands beside it."""
        return self.weighed([thing for thing, _weight in choices], [weight for _thing, weight in choices])

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(least, most)

    def share(self) -> float:
        """A number from 0 to 1."""
        return self._random.random()

    def around(self, middle: float, spread: float) -> float:
        """A positive number that is the middle in half of the draws: log-normal."""
        return middle * self._random.lognormvariate(0, spread)

    def id_at(self, moment: datetime) -> UUID:
        """A UUIDv7 of this moment."""
        bits = self._ids.getrandbits(74)
        stamp = int(moment.timestamp() * 1000) & ((1 << 48) - 1)
        head, tail = bits >> 62, bits & ((1 << 62) - 1)
        return UUID(int=stamp << 80 | 0x7 << 76 | head << 64 | 0b10 << 62 | tail)

    def at_work(self, day: date, zone: tzinfo) -> datetime:
        """A moment in the office hours of a day; of the Friday before when it is a weekend."""
        if day.weekday() >= SATURDAY:
            day -= timedelta(days=day.weekday() - SATURDAY + 1)
        minutes = self.between(8 * 60 + 40, 17 * 60 + 50)
        return datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=zone)
