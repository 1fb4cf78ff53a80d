"""The cast of the whole suite, and the schema of its home firm."""

from __future__ import annotations

import pytest
from tests.casting import Cast

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object


@pytest.fixture
def root(cast: Cast) -> Actor:
    """Administers the home firm."""
    return cast.root


@pytest.fixture
def ada(cast: Cast) -> Actor:
    """Sells in the team East."""
    return cast.ada


@pytest.fixture
def cyd(cast: Cast) -> Actor:
    """Sells in another team than ada."""
    return cast.cyd


@pytest.fixture
def deals() -> Object:
    """The deals as they ship."""
    return registry.standard().object("deals")
