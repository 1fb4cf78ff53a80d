"""What kinds of things are bound to a record: asked once, so that a page asks for nothing that is not there."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.db.models import CharField, Value

from plexus.kernel.access.models import Link, Share
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.fetching.statements import KEPT, KEY, Statement, compiled

KINDS = ("files", "follows", "list-members")
SHARES = "shares"


def kinds_bound(actor: Actor, record_id: UUID) -> frozenset[str]:
    """The objects of which something is bound to a record; `shares` when it was ever shared."""
    return frozenset(kind for (kind,) in _kept(actor.workspace_id).run(record_id))


@lru_cache(maxsize=KEPT)
def _kept(workspace_id: UUID) -> Statement:
    links = Link.objects.filter(workspace_id=workspace_id, target_id=KEY, source_object__in=KINDS).order_by()
    shares = Share.objects.filter(workspace_id=workspace_id, record_id=KEY).order_by()
    named = shares.values_list(Value(SHARES, output_field=CharField()))
    return compiled(links.values_list("source_object").union(named))
