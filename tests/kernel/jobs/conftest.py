"""Real worker processes on the test database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from tests.casting import Cast
from tests.kernel.jobs.workers import Worker

TABLE = "CREATE TABLE IF NOT EXISTS jobs_test_mark (number int NOT NULL, run text NOT NULL, worker int NOT NULL)"


@pytest.fixture
def cast(transactional_db: None, cast: Cast) -> Iterator[Cast]:
    """Everybody, kept, and a table without walls in which jobs write down what they do."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute("TRUNCATE jobs_test_mark, procrastinate_jobs, procrastinate_workers CASCADE")
    yield cast
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    started: list[Worker] = []

    def start(**lanes: float) -> Worker:
        started.append(Worker(tmp_path, **lanes))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
        print(worker.log.read_text())  # noqa: T201
