"""The people of `tests.casting`, and the product itself, which exports without a person's rights."""

import pytest

from plexus.kernel.identity.actor import Actor, system


@pytest.fixture
def boss(ada: Actor) -> Actor:
    return system(ada.workspace_id, language="en", time_zone="Asia/Shanghai")
