"""Entering on behalf of an actor: what every door does first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from plexus.kernel.identity.actor import Actor
from plexus.kernel.workspaces.scope import inside


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """One transaction in which PostgreSQL shows the actor's workspace and nothing else."""
    with inside(actor.workspace_id, person_id=actor.person_id):
        yield actor
