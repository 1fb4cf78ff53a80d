"""Who follows a record, and which of some records one follows oneself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from plexus.kernel.access.models import Link
from plexus.kernel.following.models import Follow
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person

MOST = 200


def followed_by(actor: Actor, record_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Those of some records that the actor follows, each with the key of the follow."""
    rows = Follow.objects.filter(
        _about(actor, record_ids), workspace_id=actor.workspace_id, owner_id=actor.person_id, deleted_at=None
    )
    wanted = set(record_ids)
    pairs = ((UUID(related[0]["id"]), key) for key, related in rows.values_list("pk", "related") if related)
    return {record_id: key for record_id, key in pairs if record_id in wanted}


def followers_of(*, actor: Actor, record_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Who follows a record that the actor has just read: keys and names, those who began first before others."""
    rows = Follow.objects.filter(_about(actor, [record_id]), workspace_id=actor.workspace_id, deleted_at=None)
    people = Person.objects.filter(pk__in=rows.values("owner_id"), workspace_id=actor.workspace_id, deleted_at=None)
    names = dict(people.values_list("pk", "name"))
    ordered = rows.order_by("created_at", "pk").values_list("owner_id", flat=True)[:MOST]
    return tuple((key, names[key]) for key in ordered if key in names)


def _about(actor: Actor, record_ids: Collection[UUID]) -> Q:
    links = Link.objects.filter(
        workspace_id=actor.workspace_id, source_object="follows", target_id__in=record_ids, source_id=OuterRef("pk")
    )
    return Q(Exists(links))
