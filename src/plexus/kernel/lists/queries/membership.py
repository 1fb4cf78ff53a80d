"""Which of some records stand on a list, on which lists a record stands, and how many stand there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import cast
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from plexus.kernel.access.models import Link
from plexus.kernel.identity.actor import Actor
from plexus.kernel.lists.models import HandList, Member
from plexus.kernel.records import reading
from plexus.kernel.schema import registry

MOST = 20


def members_among(target: HandList, ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Those of some records that stand on a list, each with the key of its membership."""
    links = Link.objects.filter(
        workspace_id=target.workspace_id, target_id__in=ids, source_object="list-members", source_id=OuterRef("pk")
    )
    rows = Member.objects.filter(Exists(links), workspace_id=target.workspace_id, list_id=target.pk, deleted_at=None)
    return {UUID(related[0]["id"]): key for key, related in rows.values_list("pk", "related") if related}


def lists_of_record(*, actor: Actor, record_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """The lists that the actor may read and on which a record stands that he has just read: keys and names."""
    links = Link.objects.filter(workspace_id=actor.workspace_id, target_id=record_id, source_object="list-members")
    members = Member.objects.filter(
        Exists(links.filter(source_id=OuterRef("pk"))), workspace_id=actor.workspace_id, deleted_at=None
    )
    lists = registry.of(actor.workspace_id).of_model(HandList)
    rows = reading.visible(actor, lists).filter(pk__in=members.values("list_id")).order_by("sort_key")
    names = cast("QuerySet[HandList]", rows).values_list("pk", "name")
    return tuple(names[:MOST])
