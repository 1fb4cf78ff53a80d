"""Why a record that was asked for is not there."""

from __future__ import annotations

from uuid import UUID

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.refusals import InTrash, NotFound
from plexus.kernel.schema.object import Object


def why(actor: Actor, about: Object, record_id: UUID) -> NotFound:
    """`InTrash` for whoever sees it lying there; else nothing is told of it."""
    verb = Verb.DELETE if about.described.administered else Verb.READ
    if level(actor, about, verb) is Level.NONE:
        return NotFound()
    lying = about.rows(actor.workspace_id).filter(pk=record_id).exclude(deleted_at=None)
    return InTrash() if lying.filter(permitted(actor, about)).exists() else NotFound()
