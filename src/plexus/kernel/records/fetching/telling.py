"""What records tell: the fields that an actor wants of them, read by their ids in a statement that is kept."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.fetching.plan import Plan, plan
from plexus.kernel.records.fetching.statements import KEPT, Statement, compiled, keyed, rights_of
from plexus.kernel.schema.object import Object

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Telling:
    """What is wanted of records, and the statement that reads it; none for whoever may read none."""

    wanted: Plan
    names: Sequence[str]
    rows: Statement | None

    def of(self, ids: Sequence[UUID]) -> list[Values]:
        """The stored values by path of the records with these ids, in their order; without those he may not read."""
        if self.rows is None or not ids:
            return []
        rows = self.rows.run(ids)
        place = self.names.index("pk")
        told = dict(zip((row[place] for row in rows), self.wanted.read(self.names, rows), strict=True))
        return [told[each] for each in ids if each in told]


def telling(
    actor: Actor,
    about: Object,
    fields: tuple[str, ...] = (),
    *,
    trashed: bool | None = None,
    where_readable: bool = False,
) -> Telling:
    """How records tell some fields, all that the actor may read when none are named; raises `Invalid` for unknown ones.

    `trashed=None` finds them wherever they are. With `where_readable` a field that is hidden from the actor says None.
    """
    named = fields or tuple(readable_fields(actor, about))
    key = (rights_of(actor, about), named, trashed, where_readable)
    return _kept(_Key(key, actor, about, named, trashed, where_readable))


@dataclass(frozen=True)
class _Key:
    """All that a telling depends on, as a key; the rest comes along to make it from."""

    key: Hashable
    actor: Actor = field(compare=False)
    about: Object = field(compare=False)
    fields: tuple[str, ...] = field(compare=False)
    trashed: bool | None = field(compare=False)
    where_readable: bool = field(compare=False)


@lru_cache(maxsize=KEPT)
def _kept(key: _Key) -> Telling:
    actor, about = key.actor, key.about
    wanted = plan(actor, about, key.fields, where_readable=key.where_readable)
    rows = about.rows(actor.workspace_id).filter(permitted(actor, about), keyed())
    if key.trashed is not None:
        rows = rows.exclude(deleted_at=None) if key.trashed else rows.filter(deleted_at=None)
    names = [*wanted.names(), "pk"]
    try:
        told = compiled(rows.annotate(**wanted.expressions).order_by().values_list(*names))
    except EmptyResultSet:
        return Telling(wanted, names, None)
    return Telling(wanted, names, told)
