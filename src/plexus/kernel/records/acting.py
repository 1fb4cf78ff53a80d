"""Entering on behalf of an actor: what every door does first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.queries.actors import enter_as_login
from plexus.kernel.workspaces.scope import inside


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """One transaction in which PostgreSQL shows the actor's workspace and nothing else."""
    with inside(actor.workspace_id, person_id=actor.person_id):
        yield actor


@contextmanager
def acting_as_login(user_id: UUID, *, workspace_id: UUID | None) -> Iterator[Actor | None]:
    """The same for the person that a login is in a workspace, found by the statement that enters it; none is none."""
    with transaction.atomic():
        yield enter_as_login(user_id, workspace_id=workspace_id)
