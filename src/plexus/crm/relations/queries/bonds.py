"""The relations of some records, as the actor may see them: one statement, and one more to count what is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from plexus.crm.relations.models import Relation, RelationType
from plexus.crm.relations.models.relation import ENDS, FROM, TO
from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.fetching.counting import Count
from plexus.kernel.schema import registry

Key = tuple[str, UUID]
OF_THE_TYPE = ("name", "inverse_name", "symmetric", "tone", "position")
WANTED = ("strength", "started_on", "ended_on", "note")


@dataclass(frozen=True, slots=True)
class End:
    """A record at one side of a relation; the name is empty where the actor may not read it."""

    object: str
    id: UUID
    name: str

    @property
    def key(self) -> Key:
        """What tells it from every other record."""
        return self.object, self.id


@dataclass(frozen=True, slots=True)
class Bond:
    """A relation with the words for both directions."""

    id: UUID
    version: int
    type_id: UUID
    words: str
    back_words: str
    tone: str
    position: int
    source: End
    target: End
    strength: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    note: str = ""

    @property
    def symmetric(self) -> bool:
        """Whether it reads the same both ways."""
        return self.words == self.back_words

    def is_back(self, here: Key) -> bool:
        """Whether it is told backwards from a record."""
        return self.source.key != here

    def words_from(self, here: Key) -> str:
        """How it reads from a record."""
        return self.back_words if self.is_back(here) else self.words

    def other(self, here: Key) -> End:
        """Who is at the other end."""
        return self.source if self.is_back(here) else self.target


@dataclass(frozen=True, slots=True)
class Bonds:
    """Some relations, those that last first, and how many there are."""

    rows: tuple[Bond, ...]
    count: Count


NONE = Bonds((), Count(0, exact=True))


def may_see(actor: Actor) -> bool:
    """Whether an actor reads relations at all: without their ends and words they say nothing."""
    about = registry.of(actor.workspace_id).of_model(Relation)
    return level(actor, about, Verb.READ) > 0 and {"type", *ENDS} <= readable_fields(actor, about).keys()


def touching(keys: Iterable[Key]) -> Q:
    """The condition that a relation begins at or leads to one of some records."""
    by_kind: dict[str, list[UUID]] = {}
    for plural, key in keys:
        by_kind.setdefault(plural, []).append(key)
    found = Q(pk__in=())
    for plural, ids in by_kind.items():
        for side in (FROM, TO):
            found |= Q(**{f"{side[plural]}__in": ids}) if plural in side else Q()
    return found


def bonds_of(*, actor: Actor, keys: Iterable[Key], limit: int) -> Bonds:
    """The relations that touch some records, the latest first."""
    return _read(actor, touching(keys), limit) if may_see(actor) else NONE


def bonds_among(*, actor: Actor, keys: Iterable[Key], limit: int) -> Bonds:
    """The relations between any two of some records."""
    known = tuple(keys)
    sides = []
    for side in (FROM, TO):
        found = Q(pk__in=())
        for plural, name in side.items():
            found |= Q(**{f"{name}__in": [key for each, key in known if each == plural]})
        sides.append(found)
    return _read(actor, sides[0] & sides[1], limit, counted=False) if may_see(actor) else NONE


def bond(*, actor: Actor, relation_id: UUID) -> Bond | None:
    """One relation; nothing where the actor may not see it."""
    found = _read(actor, Q(pk=relation_id), 1, counted=False) if may_see(actor) else NONE
    return next(iter(found.rows), None)


def _read(actor: Actor, condition: Q, limit: int, *, counted: bool = True) -> Bonds:
    schema = registry.of(actor.workspace_id)
    about, types = schema.of_model(Relation), readable_fields(actor, schema.of_model(RelationType))
    more = (name for name in WANTED if name in readable_fields(actor, about))
    through = (f"type.{name}" for name in OF_THE_TYPE if name in types)
    fields = ("id", "version", "type", *ENDS, *more, *through)
    page = reading.read_page(
        actor,
        about,
        reading.Asked(condition=condition, fields=fields, sort="-created_at", limit=limit, counted=counted),
    )
    rows = sorted((_bond(row) for row in page.rows), key=lambda each: (each.ended_on is not None, each.position))
    return Bonds(tuple(rows), page.count or Count(len(rows), exact=True))


def _bond(row: Mapping[str, Any]) -> Bond:
    words = row.get("type.name") or "…"
    back = words if row.get("type.symmetric") else row.get("type.inverse_name") or "…"
    return Bond(
        id=row["id"], version=row["version"], type_id=row["type"]["id"], words=words, back_words=back,
        tone=row.get("type.tone") or "", position=row.get("type.position") or 0, source=_end(row, FROM),
        target=_end(row, TO), strength=row.get("strength") or "", started_on=row.get("started_on"),
        ended_on=row.get("ended_on"), note=row.get("note") or "",
    )  # fmt: skip


def _end(row: Mapping[str, Any], side: Mapping[str, str]) -> End:
    found = next(row[name] for name in side.values() if row[name])
    return End(found["object"], found["id"], found["name"] or "")
