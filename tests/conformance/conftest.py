"""The cast of many small tests is founded once for each module."""

from __future__ import annotations

import pytest
from tests.casting import Cast


@pytest.fixture
def cast(founded: Cast, db: None) -> Cast:
    """Everybody; the transaction stands in the home firm."""
    return founded
