"""What the random tests of doors share."""

from __future__ import annotations

import pytest
from tests.casting import Cast
from tests.shell.fuzzing.setting import a_world


@pytest.fixture
def world(cast: Cast) -> dict[str, list[str]]:
    """Ids of what fields may refer to, by object."""
    return a_world(cast)
