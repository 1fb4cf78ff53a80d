"""Two workspaces and their people."""

from typing import Any

import pytest

from plexus.kernel.identity.actions.founding import add_person, found_workspace
from plexus.kernel.identity.actor import Actor, system
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.workspaces.scope import inside


@pytest.fixture
def workspace(db: None) -> Any:
    return found_workspace(slug="hengtong", name="恒通", language="en", time_zone="Asia/Shanghai")


@pytest.fixture
def boss(workspace: Any) -> Actor:
    return system(workspace.pk, language="en", time_zone="Asia/Shanghai")


@pytest.fixture
def ada(workspace: Any) -> Actor:
    person = add_person(workspace_id=workspace.pk, name="Ada", email="ada@hengtong.cn")
    with inside(workspace.pk):
        found = actor_of_person(person.pk)
    assert found is not None
    return found
