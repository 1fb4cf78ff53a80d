"""What every act of an administrator begins with."""

from __future__ import annotations

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object


def defined_as(actor: Actor, plural: str) -> Object:
    """The object whose records are definitions of this kind; raises `NotAllowed` for whoever does not administer."""
    if not actor.is_administrator:
        raise NotAllowed
    return registry.of(actor.workspace_id).object(plural)
