"""What records are called: titles that an actor may read, of however many objects in one statement, which is kept."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import TextField
from django.db.models.functions import Cast

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.fetching.plan import naming
from plexus.kernel.records.fetching.statements import KEPT, Statement, compiled, keyed, rights_of
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object


def titles(actor: Actor, about: Object, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The titles of those records that the actor may read, by id; none where titles are hidden."""
    return _read(actor, {about: set(ids)}, trashed=False) if _is_told(actor, about) else {}


def names(actor: Actor, wanted: Mapping[str, Collection[UUID]], *, trashed: bool | None = False) -> dict[UUID, str]:
    """The same of records of several objects, which are told by their plural; unknown objects have no records.

    `trashed=None` finds them wherever they are.
    """
    known = registry.of(actor.workspace_id).objects
    asked = {known[plural]: ids for plural, ids in wanted.items() if plural in known}
    return _read(actor, {about: ids for about, ids in asked.items() if _is_told(actor, about)}, trashed=trashed)


def readable(actor: Actor, about: Object, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Those records that the actor may read, in the trash or not, each with its title or, where hidden, without."""
    return _read(actor, {about: set(ids)}, trashed=None)


def _is_told(actor: Actor, about: Object) -> bool:
    return about.described.title in readable_fields(actor, about)


def _read(actor: Actor, wanted: Mapping[Object, Collection[UUID]], *, trashed: bool | None) -> dict[UUID, str]:
    asked = [(_kept(_Key.of(actor, about, trashed)), list(ids)) for about, ids in wanted.items() if ids]
    arms = [(statement, ids) for statement, ids in asked if statement]
    if not arms:
        return {}
    sql = " UNION ALL ".join(f"({statement.sql})" for statement, _ids in arms)
    values = tuple(value for statement, ids in arms for value in statement.about(ids))
    return {key: title or "" for key, title in Statement(sql, values).run()}


@dataclass(frozen=True)
class _Key:
    """All that the statement of an object depends on, as a key; the rest comes along to make it from."""

    key: Hashable
    actor: Actor = field(compare=False)
    about: Object = field(compare=False)
    trashed: bool | None

    @classmethod
    def of(cls, actor: Actor, about: Object, trashed: bool | None) -> _Key:
        """The key of an object's titles, as an actor reads them."""
        return cls(rights_of(actor, about), actor, about, trashed)


@lru_cache(maxsize=KEPT)
def _kept(key: _Key) -> Statement | None:
    """The ids and titles of some records; nothing where none can be read."""
    actor, about = key.actor, key.about
    rows = about.rows(actor.workspace_id).filter(permitted(actor, about), keyed())
    if key.trashed is not None:
        rows = rows.exclude(deleted_at=None) if key.trashed else rows.filter(deleted_at=None)
    named = rows.annotate(shown_title=Cast(naming(actor, about), TextField())).order_by()
    try:
        return compiled(named.values_list("pk", "shown_title"))
    except EmptyResultSet:
        return None
