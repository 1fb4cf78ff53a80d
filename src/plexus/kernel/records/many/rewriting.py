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
from django.db.models import QuerySet

from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records.many import storing
from plexus.kernel.schema.object import Object

CHUNK = 2_000
EXAMPLES = 10
NOTHING: tuple[Any, ...] = (None, "", [])
Convert = Callable[[Any], Any]
Told = Callable[[int], object]


class Lost(Exception):
    """A value cannot be kept in its new form."""


@dataclass
class Rewritten:
    """How many values were kept in their new form and how many not, with the first of these and their records.

    `changed` is how many records are not as they were.
    """

    kept: int = 0
    lost: int = 0
    changed: int = 0
    examples: list[str] = field(default_factory=list)
    rows: list[UUID] = field(default_factory=list)

    def lose(self, value: Any, row_id: UUID) -> None:
        """Count a value that is not kept."""
        self.lost += 1
        if len(self.examples) < EXAMPLES and shown(value) not in self.examples:
            self.examples.append(shown(value))
            self.rows.append(row_id)


def shown(value: Any) -> str:
    """A stored value as people may read it: a file by its name."""
    return str(value["name"] if isinstance(value, dict) and "name" in value else value)


def silent(number: int) -> None:
    """Nobody listens."""


def size(*, actor: Actor, about: Object, name: str, most: int | None = None) -> int:
    """How many rows have a value under a name, counted no further than one beyond `most`."""
    keys = _holding(actor, about, name).order_by().values_list("pk")
    return keys.count() if most is None else len(keys[: most + 1])


def rewrite(
    *, actor: Actor, about: Object, name: str, convert: Convert, now: datetime, action: str, told: Told = silent
) -> Rewritten:
    """Give every value under a name its new form, or none where `convert` raises `Lost`; `told` hears how far it is."""
    result = Rewritten()
    with causing(actor=actor, action=action):
        for rows in _chunks(actor, about, name):
            _rewrite(actor, rows, name, convert, now, result)
            told(len(rows))
    return result


def foresee(*, actor: Actor, about: Object, name: str, convert: Convert, told: Told = silent) -> Rewritten:
    """What `rewrite` would do; nothing is changed or locked."""
    result = Rewritten()
    for rows in _chunks(actor, about, name, lock=False):
        for row in rows:
            _converted(row, name, convert, result)
        told(len(rows))
    return result


def _rewrite(actor: Actor, rows: Sequence[Any], name: str, convert: Convert, now: datetime, result: Rewritten) -> None:
    different = []
    for row in rows:
        made = _converted(row, name, convert, result)
        if made != row.custom[name]:
            others = {key: value for key, value in row.custom.items() if key != name}
            row.custom = others if made in NOTHING else others | {name: made}
            different.append(row)
    result.changed += len(different)
    if different:
        with transaction.atomic():
            storing.store(actor, different, ["custom"], now)


def _converted(row: Any, name: str, convert: Convert, result: Rewritten) -> Any:
    value = row.custom[name]
    try:
        made = convert(value)
    except Lost:
        result.lose(value, row.pk)
        return None
    result.kept += 1
    return made


def _holding(actor: Actor, about: Object, name: str) -> QuerySet[Any, Any]:
    """The rows that have a value under a name, in the trash or not."""
    found: QuerySet[Any, Any] = about.rows(actor.workspace_id).filter(custom__has_key=name)
    return found


def _chunks(actor: Actor, about: Object, name: str, *, lock: bool = True) -> Iterator[Sequence[Any]]:
    """Those rows chunk by chunk in the order of their ids."""
    last: UUID | None = None
    while True:
        rows = _holding(actor, about, name).order_by("pk")
        rows = rows.filter(pk__gt=last) if last else rows
        found = list((rows.select_for_update(of=("self",)) if lock else rows)[:CHUNK])
        if not found:
            return
        yield found
        last = found[-1].pk
