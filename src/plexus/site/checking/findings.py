"""What a check has found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One sentence about one thing, and whether that thing is as it should be."""

    name: str
    good: bool
    sentence: str
