"""Five people and two workspaces, and a pipeline to sell through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db.models import Model

from plexus.crm.sales.models import LostReason, Pipeline, Stage
from plexus.kernel.identity import roles
from plexus.kernel.identity.actions.founding import add_person, found_workspace
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Team
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.records.acting import acting
from plexus.kernel.workspaces.models import Workspace
from plexus.kernel.workspaces.scope import enter

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def a_person(workspace_id: UUID, name: str, role: str = roles.SALES, team_id: UUID | None = None) -> Actor:
    """A colleague as an actor."""
    person = add_person(workspace_id=workspace_id, name=name, role_key=role, team_id=team_id)
    found = actor_of_person(person.pk)
    assert found is not None
    return found


@pytest.fixture
def workspace(db: None) -> Workspace:
    return found_workspace(slug="hengtong", name="恒通", language="en", time_zone="UTC")


@pytest.fixture
def inside(root: Actor) -> Iterator[None]:
    with acting(root):
        yield


@pytest.fixture
def east(workspace: Workspace) -> Team:
    enter(workspace.pk)
    return Team.objects.create(workspace_id=workspace.pk, name="East")


@pytest.fixture
def root(workspace: Workspace) -> Actor:
    return a_person(workspace.pk, "Root", roles.ADMINISTRATOR)


@pytest.fixture
def ada(workspace: Workspace, east: Team) -> Actor:
    return a_person(workspace.pk, "Ada", team_id=east.pk)


@pytest.fixture
def ben(workspace: Workspace, east: Team) -> Actor:
    return a_person(workspace.pk, "Ben", team_id=east.pk)


@pytest.fixture
def cyd(workspace: Workspace) -> Actor:
    return a_person(workspace.pk, "Cyd")


@pytest.fixture
def stages(root: Actor) -> dict[str, Model]:
    """A pipeline with two open stages, and where deals end."""
    enter(root.workspace_id)
    pipeline = Pipeline.objects.create(workspace_id=root.workspace_id, name="Sales")
    LostReason.objects.create(workspace_id=root.workspace_id, name="Price")
    asked = (("new", 10, "open"), ("offer", 50, "open"), ("won", 100, "won"), ("lost", 0, "lost"))
    return {
        name: Stage.objects.create(
            workspace_id=root.workspace_id, pipeline=pipeline, name=name, probability=probability, outcome=outcome
        )
        for name, probability, outcome in asked
    }
