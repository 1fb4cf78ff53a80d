"""Who may import: whoever may create or change something."""

from __future__ import annotations

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

WRITING = (Verb.CREATE, Verb.UPDATE)


def into(actor: Actor, about: Object) -> bool:
    """Whether the rows of a file may become records of this object."""
    return any(level(actor, about, verb) for verb in WRITING)


def anywhere(actor: Actor) -> bool:
    """Whether there is any such object, apart from those of which everybody has some of his own, and files."""
    own = (each for each in registry.of(actor.workspace_id) if not (each.described.personal or each.described.bound))
    return any(into(actor, each) for each in own)
