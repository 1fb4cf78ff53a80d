"""What kinds of things are bound to a record: asked once, so that a page asks for nothing that is not there."""

from __future__ import annotations

from uuid import UUID

from plexus.kernel.access.models import Link
from plexus.kernel.identity.actor import Actor

KINDS = ("files", "follows", "list-members")


def kinds_bound(actor: Actor, record_id: UUID) -> frozenset[str]:
    """The objects of which something is bound to a record."""
    links = Link.objects.filter(workspace_id=actor.workspace_id, target_id=record_id, source_object__in=KINDS)
    return frozenset(links.order_by().values_list("source_object", flat=True).distinct())
