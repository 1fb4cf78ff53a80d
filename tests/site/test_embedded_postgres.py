"""The embedded PostgreSQL: closed to others, able to read Chinese, whole after whatever happened."""

import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from plexus.site.serving.postgres import clusters, leftovers, tuning
from plexus.site.serving.postgres.accounts import Account
from plexus.site.serving.postgres.server import Place, Server, running_url


def place(folder: Path) -> Place:
    return Place(database=folder / "database", log=folder / "logs" / "postgres.log")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    deep = tmp_path_factory.mktemp("with a space") / ("deep" * 40) / "数据"
    deep.mkdir(parents=True)
    running = Server(place(deep), durable=False)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def connection(server: Server) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    url = running_url(server.place.database)
    assert url is not None
    with psycopg.connect(url, autocommit=True) as opened:
        yield opened


def shown(connection: psycopg.Connection[tuple[object, ...]], name: str) -> object:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return row[0] if row else None


def test_nothing_listens_on_the_network(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    assert shown(connection, "listen_addresses") == ""


def test_only_its_user_may_look_into_the_folder_of_the_socket(server: Server) -> None:
    sockets = leftovers.link(server.place.database).resolve()

    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert len(str(sockets / ".s.PGSQL.5432")) < 100


def test_pages_carry_checksums(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    assert shown(connection, "data_checksums") == "on"


def test_trigrams_see_chinese_letters(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")

    row = connection.execute("SELECT cardinality(show_trgm('上海公司')), lower('ÄÉ')").fetchone()

    assert row == (5, "äé")


def test_what_was_written_is_there_after_a_restart(tmp_path: Path) -> None:
    first = Server(place(tmp_path))
    with psycopg.connect(first.start()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    first.stop()
    gone = running_url(tmp_path / "database")

    second = Server(place(tmp_path))
    with psycopg.connect(second.start()) as connection:
        row = connection.execute("SELECT answer FROM kept").fetchone()
    second.stop()

    assert (gone, row) == (None, (42,))


def test_a_folder_that_was_never_finished_is_made_anew(tmp_path: Path) -> None:
    unfinished = tmp_path / "database.making"
    unfinished.mkdir()
    (unfinished / "half").touch()

    server = Server(place(tmp_path), durable=False)
    server.start()
    server.stop()

    assert not unfinished.exists()
    assert (tmp_path / "database" / "PG_VERSION").read_text() == "18\n"


def test_a_stale_pid_file_does_not_keep_it_from_starting(tmp_path: Path) -> None:
    server = Server(place(tmp_path), durable=False)
    server.start()
    server.process.kill()
    server.process.wait()

    url = server.start()
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT 1").fetchone()
    server.stop()

    assert row == (1,)


def test_a_system_user_reaches_the_folder_without_its_parents(tmp_path: Path) -> None:
    assert clusters.seen_from_inside(tmp_path, Account()) == str(tmp_path)
    assert clusters.seen_from_inside(tmp_path, Account(uid=7, gid=7)) == "/proc/self/cwd"


def test_a_small_firm_takes_little_memory(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    assert shown(connection, "shared_buffers") == "64MB"
    assert shown(connection, "max_wal_size") == "1GB"


@pytest.mark.parametrize(
    ("data", "memory", "buffers", "cache", "wal"),
    [
        (2, 24, "64MB", "2048MB", "1024MB"),
        (16, 24, "960MB", "12288MB", "2048MB"),
        (16, 4, "512MB", "2048MB", "2048MB"),
        (500, 64, "8192MB", "32768MB", "4096MB"),
        (500, 1, "128MB", "1024MB", "4096MB"),
    ],
)
def test_what_it_keeps_at_hand_grows_with_its_data_within_the_memory(
    data: int, memory: int, buffers: str, cache: str, wal: str
) -> None:
    gigabyte = tuning.GIGABYTE

    assert tuning.sized(data * gigabyte, memory * gigabyte) == {
        "shared_buffers": buffers,
        "effective_cache_size": cache,
        "max_wal_size": wal,
    }


def test_the_log_of_a_slow_statement_does_not_tell_whom_it_was_about(tmp_path: Path) -> None:
    server = Server(place(tmp_path))
    with psycopg.connect(server.start()) as connection:
        connection.execute("SET log_min_duration_statement = 0")
        connection.execute("SELECT %s::text", ["张三 zhang@example.com"])
    server.stop()

    log = server.place.log.read_text()
    assert "SELECT $1::text" in log
    assert "zhang@example.com" not in log
