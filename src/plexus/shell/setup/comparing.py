"""What differs between two tellings of the same thing, property by property."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plexus.shell.setup.document import Entry


@dataclass(frozen=True, slots=True)
class Difference:
    """A property, what it is and what it would be; of a document each of its parts by itself."""

    name: str
    before: Any
    after: Any


def differences(held: Entry, wanted: Entry) -> tuple[Difference, ...]:
    """What of the wanted is not so; of what is not wanted nothing is said."""
    return tuple(each for name in sorted(wanted) for each in _of(name, held.get(name), wanted[name]))


def _of(name: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if not (isinstance(before, dict) and isinstance(after, dict)):
        yield Difference(name, before, after)
        return
    for part in sorted({*before, *after}):
        if before.get(part) != after.get(part):
            yield Difference(f"{name}.{part}", before.get(part), after.get(part))
