"""`plexus up`: starts, stays, stops, and comes back whatever happened to it."""

import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from tests.site.founded import copied, mould
from tests.site.running import Up, plexus, up

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that Plexus has run on before."""
    return mould(tmp_path_factory)


@pytest.fixture
def data(used: Path, tmp_path: Path) -> Path:
    """A copy of it, in a place with an awkward name."""
    folder = tmp_path / "a folder with spaces" / "数据"
    folder.parent.mkdir()
    copied(used, folder)
    return folder


def parts_of(running: Up) -> dict[str, psutil.Process]:
    """Its child processes by what they are; one that ends while it is looked at is none."""
    found = {}
    for child in psutil.Process(running.process.pid).children():
        with suppress(psutil.NoSuchProcess):
            found["database" if child.name() == "postgres" else "web"] = child
    return found


def eventually(holds: Callable[[], bool], *, seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


def answers(running: Up) -> bool:
    try:
        return running.status("/readyz") == 200
    except OSError:
        return False


def test_it_starts_answers_stops_and_finds_its_data_again(tmp_path: Path) -> None:
    data = tmp_path / "new"

    with up(data) as first:
        assert (first.status("/healthz"), first.status("/readyz")) == (200, 200)
        assert first.stop(signal.SIGINT) == 0
    key = (data / "secret-key").read_text()

    with up(data) as second:
        assert second.status("/readyz") == 200

    assert (data / "secret-key").read_text() == key
    assert data.stat().st_mode & 0o777 == 0o700
    assert (data / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_second_start_on_the_same_folder_is_refused_in_words(data: Path) -> None:
    with up(data) as running:
        second = plexus("up", "--port", "0", "--data", data)

        assert second.returncode == 3
        assert f"Plexus is already running on {data} (process {running.process.pid})" in second.stderr
        assert running.status("/readyz") == 200


def test_a_port_in_use_is_said_in_words(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        refused = plexus("up", "--port", port, "--data", data)

    assert refused.returncode == 3
    assert f"Port {port} on 127.0.0.1 is already used by another program" in refused.stderr


def test_it_comes_back_after_everything_was_killed(data: Path) -> None:
    killed = Up(data)
    family = [psutil.Process(killed.process.pid), *psutil.Process(killed.process.pid).children(recursive=True)]
    for process in family:
        with suppress(psutil.NoSuchProcess):  # parts go with their supervisor
            process.kill()
    killed.process.wait(10)

    with up(data) as again:
        assert again.status("/readyz") == 200


def test_no_part_outlives_a_killed_supervisor(data: Path) -> None:
    killed = Up(data)
    children = psutil.Process(killed.process.pid).children(recursive=True)

    killed.stop(signal.SIGKILL)

    assert eventually(lambda: not any(child.is_running() for child in children))
    with up(data) as again:
        assert again.status("/readyz") == 200


@pytest.mark.parametrize("part", ["web", "database"])
def test_a_part_that_crashes_is_started_again(data: Path, part: str) -> None:
    with up(data) as running:
        crashed = parts_of(running)[part]

        crashed.kill()

        assert eventually(lambda: not crashed.is_running())
        assert eventually(lambda: answers(running))
        assert parts_of(running)[part].pid != crashed.pid


def test_a_folder_of_another_postgresql_is_refused_in_words(data: Path) -> None:
    (data / "database" / "PG_VERSION").write_text("14\n")

    refused = plexus("up", "--port", "0", "--data", data)

    assert refused.returncode == 3
    assert "was written by PostgreSQL 14" in refused.stderr
