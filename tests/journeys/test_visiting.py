"""The visitor of all journeys: a browser that hangs ends one visit, not the run."""

from __future__ import annotations

import signal

import psutil
import pytest
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import Chromium


def test_a_browser_that_no_longer_answers_is_killed_and_the_next_visit_has_a_new_one(
    visit: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Chromium, "PATIENCE", 1.0)

    with visit() as at:
        at.go("/sign-in")
        for process in psutil.Process().children(recursive=True):
            if "chrom" in process.name():
                process.send_signal(signal.SIGSTOP)

    with visit() as at:
        at.go("/sign-in")
        assert at.page.locator("form[action='/demo/administrator'] button").count() == 1
