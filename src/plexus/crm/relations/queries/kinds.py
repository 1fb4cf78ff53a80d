"""The relation types that fit a record: a short list, read as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plexus.crm.relations.models import RelationType
from plexus.kernel.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Way:
    """A type in one direction, as it is offered on the page of a record; `others` are the objects it leads to."""

    type_id: UUID
    back: bool
    words: str
    others: tuple[str, ...]


def ways_from(*, actor: Actor, plural: str) -> tuple[Way, ...]:
    """Each type that a record of an object can stand in, in each direction that it can, by position."""
    rows = RelationType.objects.filter(workspace_id=actor.workspace_id, deleted_at=None).order_by("position", "name")
    found: list[Way] = []
    for each in rows:
        there = _others(each, plural, back=False)
        back = _others(each, plural, back=True)
        if there:
            found.append(Way(each.pk, back=False, words=each.words(back=False), others=there))
        if back and not each.symmetric:
            found.append(Way(each.pk, back=True, words=each.words(back=True), others=back))
    return tuple(found)


def _others(kind: RelationType, plural: str, *, back: bool) -> tuple[str, ...]:
    objects = ("contacts", "accounts", "deals")
    return tuple(each for each in objects if (kind.joins(each, plural) if back else kind.joins(plural, each)))
