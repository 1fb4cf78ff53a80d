"""One Plexus with the demo for all journeys, as an operator starts it, and one browser for each file of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.journeys.visiting import Visitor, visiting
from tests.site.running import Up, up

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
HERE = Path(__file__).parent
Visiting = Callable[..., AbstractContextManager[Visitor]]


def _program() -> str | None:
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser there is no journey."""
    if _program() is None:
        for item in items:
            if item.path.is_relative_to(HERE):
                item.add_marker(pytest.mark.skip(reason="no chromium on this machine"))


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """Plexus with the demo on a free port, in a folder of its own."""
    with up(tmp_path_factory.mktemp("plexus") / "data", "--port", "0", "--demo") as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; for one module only, because while it runs Django would take the thread for an asynchronous one."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=_program(), args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def visit(browser: Browser, running: Up) -> Visiting:
    """Opens a browser at the demo."""
    return partial(visiting, browser, running.ready["url"].replace("0.0.0.0", "localhost"))
