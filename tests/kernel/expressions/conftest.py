"""The schema that expressions are checked against."""

from __future__ import annotations

import pytest

from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object


@pytest.fixture
def deals() -> Object:
    """The deals as they ship."""
    return registry.standard().object("deals")
