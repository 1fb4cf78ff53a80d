"""The figures can be taken anywhere, and from the same rows; how large they are is no matter of tests."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from bench import firm

FIRST_NAMES = ["Ben Adler", "何芳杰", "郭伟兰", "杨伟", "陈志洋", "Tina Irving"]
FIRST_ID = "018cc409-6800-7002-8000-09a81b600000"
HERE = Path(__file__).resolve().parents[2]


def test_the_same_numbers_make_the_same_rows() -> None:
    whole = list(firm.contacts(0, 40))

    again = [*firm.contacts(0, 15), *firm.contacts(15, 40)]

    assert again == whole
    assert [row[1] for row in whole[:6]] == FIRST_NAMES
    assert str(whole[0][0]) == FIRST_ID


def test_no_two_rows_have_the_same_id() -> None:
    ids = [row[0] for rows in (firm.accounts(0, 500), firm.contacts(0, 1000)) for row in islice(rows, 1000)]

    assert len(set(ids)) == 1500


@pytest.mark.slow
def test_a_quick_run_prints_a_table_with_the_limit_beside_the_figure() -> None:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PLEXUS_", "DATABASE_", "DJANGO_"))
    }

    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--only", "list, default", "--size", "600", "--rounds", "3"],
        cwd=HERE, env={**kept, "PYTHONPATH": f"{HERE / 'src'}{os.pathsep}{HERE}"},
        capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-2000:]
    assert "## 600 contacts" in done.stdout
    assert "| list, default (API) |" in done.stdout
