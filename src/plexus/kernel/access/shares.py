"""Shares as rows that the journal tells of and undo takes back, though no list shows them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from uuid import UUID

from plexus.kernel.access.models import Share
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Description, Object

PLURAL = "shares"


@cache
def shares() -> Object:
    """What shares are made of."""
    return registry.unlisted(Share, Description(plural=PLURAL, title="person", icon="share-2", in_rail=False))


def journaled(workspace_id: UUID) -> Mapping[str, Object]:
    """Everything that the journal tells of, by its plural name: the objects of a workspace, and shares."""
    return {**registry.of(workspace_id).objects, PLURAL: shares()}
