"""A PostgreSQL of its own for each worker: no test waits for transactions that another worker has open."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import TransactionTestCase
from django.utils import translation
from tests.sweeping import sweep

from plexus.site import databases
from plexus.site.serving.postgres.server import Place, Server

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker
    from tests.casting import Cast
    from tests.scene import Scene

    from plexus.kernel.identity.actor import Actor

URL = "PLEXUS_TEST_DATABASE_URL"
NOWHERE = "postgresql://nobody@localhost/none"
_STARTED = pytest.StashKey[tuple[Server, Path]]()


def pytest_configure(config: pytest.Config) -> None:
    """Use the server that URL names, or start one for this process; who only hands tests on needs none."""
    if URL not in os.environ and not _hands_on(config):
        os.environ[URL] = _start(config)
    folder = Path(tempfile.mkdtemp(prefix="plexus-test-files-"))
    settings.MEDIA_ROOT = folder / "files"
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    TransactionTestCase._fixture_teardown = sweep  # type: ignore[attr-defined]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for alias, values in databases.aliases(os.environ.get(URL, NOWHERE)).items():
        known = settings.DATABASES[alias]
        known.update({**values, "TEST": {**known["TEST"], **values["TEST"]}})


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server that this run started."""
    if (started := config.stash.get(_STARTED, None)) is None:
        return
    server, folder = started
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)
    del os.environ[URL]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that commits is cleaned up by the owner: the application's role may not truncate.

    One test at least names the owner, because the database is made for those aliases only that some test names.
    The scene is set before the test's own transaction begins.
    """
    functions = [item for item in items if isinstance(item, pytest.Function)]
    users = [item for item in functions if item.get_closest_marker("django_db") or "db" in item.fixturenames]
    for item in users:
        mark = item.get_closest_marker("django_db")
        known = mark.kwargs if mark else {}
        if "scene" not in item.fixturenames:
            item.fixturenames.insert(0, "scene")
        if "databases" not in known and (known.get("transaction") or item is users[0]):
            item.add_marker(pytest.mark.django_db(**known, databases=["default", "owner"]), append=False)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """A request in another language leaves that language to its thread; the next test does not inherit it."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Close the application's connections before the owner drops the database."""
    yield
    connections.close_all()


@pytest.fixture(scope="session")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """Where the cast stands between the tests of this worker."""
    from tests.scene import Scene  # noqa: PLC0415 - models load once Django is set up

    kept = Scene()
    yield kept
    with django_db_blocker.unblock():
        kept.clear()


@pytest.fixture
def scene(request: pytest.FixtureRequest, stage: Scene, django_db_blocker: DjangoDbBlocker) -> None:
    """The cast stands there when the test asks for it and does not commit; asked for before the database."""
    with django_db_blocker.unblock():
        stage.set_up() if "cast" in request.fixturenames and not _commits(request.node) else stage.clear()


@pytest.fixture
def cast(db: None, stage: Scene) -> Cast:
    """Everybody of `tests.casting`; the transaction stands in the home firm. A test that commits finds them kept."""
    from tests import casting  # noqa: PLC0415 - models load once Django is set up

    with transaction.atomic():
        return stage.cast or casting.a_cast()


@pytest.fixture
def root(cast: Cast) -> Actor:
    """Administers the home firm."""
    return cast.root


@pytest.fixture
def ada(cast: Cast) -> Actor:
    """Sells in the team East."""
    return cast.ada


@pytest.fixture
def ben(cast: Cast) -> Actor:
    """Sells in the same team as ada."""
    return cast.ben


@pytest.fixture
def cyd(cast: Cast) -> Actor:
    """Sells in another team than ada."""
    return cast.cyd


@pytest.fixture
def lee(cast: Cast) -> Actor:
    """Reads everything and changes nothing."""
    return cast.lee


@pytest.fixture
def max(cast: Cast) -> Actor:  # noqa: A001 - the name of a person
    """Manages the teams East and West from HQ."""
    return cast.max


@pytest.fixture
def eve(cast: Cast) -> Actor:
    """Sells for another firm."""
    return cast.eve


def _commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))


def _hands_on(config: pytest.Config) -> bool:
    """Whether this is the process that shares the tests out among workers of xdist."""
    return not hasattr(config, "workerinput") and bool(config.getoption("numprocesses", None))


def _start(config: pytest.Config) -> str:
    folder = Path(tempfile.mkdtemp(prefix="plexus-tests-"))
    server = Server(Place(database=folder / "database", log=folder / "postgres.log"), durable=False)
    config.stash[_STARTED] = (server, folder)
    return server.start()
