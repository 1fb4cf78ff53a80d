"""A firm and the command line."""

from pathlib import Path
from typing import Any

import pytest
from tests.shell.importing.bringing import Commands

from plexus.kernel.identity.actions.founding import found_workspace
from plexus.kernel.identity.actor import Actor, system


@pytest.fixture
def firm(transactional_db: None) -> Any:
    """A firm without anything in it."""
    return found_workspace(slug="maven", name="Maven", language="en", currency="USD", time_zone="UTC")


@pytest.fixture
def operator(firm: Any) -> Actor:
    """Whoever may use the command there."""
    return system(firm.pk, currency="USD")


@pytest.fixture
def commands(firm: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Commands:
    """The command line on that firm."""
    return Commands(capsys, tmp_path)
