"""Parts are killed while people write: what was promised is there once, nothing by half, and all parts agree."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.site.running import environment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
HERE = Path(__file__).resolve().parents[2]
# With this seed the database, the web server and the supervisor die at moments that differ a little from run to run.
SEED, MINUTES = 4, 0.35


def test_what_was_promised_outlives_the_death_of_any_part() -> None:
    command = [sys.executable, "-m", "bench.chaos", "--seed", str(SEED), "--minutes", str(MINUTES)]

    told = subprocess.run(
        [*command, "--only", "database", "--only", "web", "--only", "worker"], cwd=HERE,
        env=environment(PYTHONPATH=f"{HERE / 'src'}:{HERE}"), capture_output=True, text=True, check=False, timeout=560,
    )  # fmt: skip

    assert told.returncode == 0, told.stdout + told.stderr[-3000:]
    assert "- does not add up: 0" in told.stdout
    assert "killed, back in" in told.stderr
