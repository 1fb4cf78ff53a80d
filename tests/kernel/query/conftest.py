"""The cast of the whole suite, whose firms the other tests of the kernel do not share."""

from __future__ import annotations

import pytest
from tests.casting import Cast

from plexus.kernel.identity.actor import Actor


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
