"""The standard of an object's records: which fields count and how much, and which are kept in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Standard:
    """What a complete record holds.

    `weights` say by field how much it counts, `important_by` which records come first among those that lack
    something, and `normalised` the fields whose values are put into one form whenever they are written.
    """

    weights: Mapping[str, int] = field(default_factory=dict)
    important_by: str = ""
    normalised: frozenset[str] = frozenset()


NO_STANDARD = Standard()
