"""Rewriting the values of one custom field in every row, as when its type changes or two of its choices become one.

It is not a change of the records by a person: their own rules are not asked, so that none of them can stop half of it.
The journal keeps each row's change under the open cause, and undo takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import storing
from plexus.kernel.schema.object import Object

CHUNK = 2_000
EXAMPLES = 10
NOTHING: tuple[Any, ...] = (None, "", [])
Convert = Callable[[Any], Any]


class Lost(Exception):
    """A value cannot be kept in its new form."""


@dataclass
class Rewritten:
    """How many values were kept in their new form and how many not, with the first of these."""

    kept: int = 0
    lost: int = 0
    examples: list[str] = field(default_factory=list)

    def lose(self, value: Any) -> None:
        """Count a value that is not kept."""
        self.lost += 1
        if len(self.examples) < EXAMPLES and str(value) not in self.examples:
            self.examples.append(str(value))


def rewrite(
    *, actor: Actor, about: Object, name: str, convert: Convert, now: datetime, action: str, preview: bool = False
) -> Rewritten:
    """Give every value under a name its new form, or none where `convert` raises `Lost`; a preview keeps nothing."""
    result = Rewritten()
    if preview:
        for rows in _chunks(actor, about, name, lock=False):
            for row in rows:
                _converted(row.custom[name], convert, result)
        return result
    with causing(actor=actor, action=action):
        for rows in _chunks(actor, about, name):
            _rewrite(actor, rows, name, convert, now, result)
    return result


def _rewrite(actor: Actor, rows: Sequence[Any], name: str, convert: Convert, now: datetime, result: Rewritten) -> None:
    different = []
    for row in rows:
        made = _converted(row.custom[name], convert, result)
        if made != row.custom[name]:
            others = {key: value for key, value in row.custom.items() if key != name}
            row.custom = others if made in NOTHING else others | {name: made}
            different.append(row)
    if different:
        with transaction.atomic():
            storing.store(actor, different, ["custom"], now)


def _converted(value: Any, convert: Convert, result: Rewritten) -> Any:
    try:
        made = convert(value)
    except Lost:
        result.lose(value)
        return None
    result.kept += 1
    return made


def _chunks(actor: Actor, about: Object, name: str, *, lock: bool = True) -> Iterator[Sequence[Any]]:
    """The rows that have a value under a name, in the trash or not, chunk by chunk in the order of their ids."""
    last: UUID | None = None
    while True:
        rows = about.rows(actor.workspace_id).filter(custom__has_key=name).order_by("pk")
        rows = rows.filter(pk__gt=last) if last else rows
        found = list((rows.select_for_update(of=("self",)) if lock else rows)[:CHUNK])
        if not found:
            return
        yield found
        last = found[-1].pk
