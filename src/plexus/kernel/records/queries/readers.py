"""Who of some people may read a record."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from plexus.kernel.access.filtering import permitted
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.schema.object import Object


def who_may_read(about: Object, record_id: UUID, people: Iterable[UUID]) -> frozenset[UUID]:
    """Those of a few people who can sign in and may read a record now; two statements for each."""
    actors = ((key, actor_of_person(key)) for key in people)
    return frozenset(
        key
        for key, actor in actors
        if actor and about.rows(actor.workspace_id).filter(permitted(actor, about), pk=record_id).exists()
    )
