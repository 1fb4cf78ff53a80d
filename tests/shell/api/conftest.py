"""Programs of the cast."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.shell.api.asking import Api
from tests.shell.api.real import Running, running
from tests.site.founded import founded

from plexus.kernel.identity.actor import Actor


@pytest.fixture
def api(root: Actor) -> Api:
    """The administrator's program."""
    return Api(root)


@pytest.fixture
def adas(ada: Actor) -> Api:
    """Ada's program."""
    return Api(ada)


@pytest.fixture
def lees(lee: Actor) -> Api:
    """The reader's program."""
    return Api(lee)


@pytest.fixture
def eves(eve: Actor) -> Api:
    """A stranger's program."""
    return Api(eve)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A Plexus of its own, asked over the network; what tests leave behind stays, so each asks for its own."""
    with running(founded(tmp_path_factory)) as found:
        yield found
