"""Where the public data sets stand, for the tests that read them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public data sets; what needs it is skipped where it is absent."""
    beside = Path(__file__).resolve().parents[5] / "shared" / "data"
    folder = Path(os.environ.get("PLEXUS_SHARED_DATA", beside))
    if not folder.is_dir():
        pytest.skip("the public data sets are not beside the project (PLEXUS_SHARED_DATA)")
    return folder
