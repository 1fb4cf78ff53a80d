"""A workspace, its people, and real worker processes on the test database."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from tests.kernel.jobs.workers import Worker

from plexus.kernel.identity.actions.founding import add_person, found_workspace
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.workspaces.scope import inside

TABLE = "CREATE TABLE IF NOT EXISTS jobs_test_mark (number int NOT NULL, run text NOT NULL, worker int NOT NULL)"


@pytest.fixture
def workspace(transactional_db: None) -> Iterator[Any]:
    """A company whose jobs write down what they do in a table without walls."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute("TRUNCATE jobs_test_mark, procrastinate_jobs, procrastinate_workers CASCADE")
    yield found_workspace(slug="hengtong", name="恒通", language="en")
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def ada(workspace: Any) -> Actor:
    return actor(workspace.pk, "Ada", "sales")


@pytest.fixture
def ben(workspace: Any) -> Actor:
    return actor(workspace.pk, "Ben", "sales")


@pytest.fixture
def root(workspace: Any) -> Actor:
    return actor(workspace.pk, "Root", "administrator")


def actor(workspace_id: Any, name: str, role: str) -> Actor:
    person = add_person(workspace_id=workspace_id, name=name, role_key=role)
    with inside(workspace_id):
        found = actor_of_person(person.pk)
    assert found is not None
    return found


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    started: list[Worker] = []

    def start() -> Worker:
        started.append(Worker(tmp_path))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
        print(worker.log.read_text())  # noqa: T201
