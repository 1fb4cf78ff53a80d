"""Programs of the cast."""

from __future__ import annotations

import pytest
from tests.shell.api.asking import Api

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
