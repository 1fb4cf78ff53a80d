"""One Plexus with the demo for all journeys, as an operator starts it, and one browser for each file of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from tests.journeys.visiting import Chromium, Visitor, program, visiting
from tests.site.founded import founded
from tests.site.running import up

URL, DATA = "PLEXUS_TEST_URL", "PLEXUS_TEST_DATA"
HERE = Path(__file__).parent
Visiting = Callable[..., AbstractContextManager[Visitor]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser there is no journey. One that fails is made once more, and the summary names it: once in
    thousands of visits a browser on a busy machine does not answer in time; a fault of Plexus fails again.
    """
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.flaky(reruns=1))
            if program() is None:
                item.add_marker(pytest.mark.skip(reason="no chromium on this machine"))


@dataclass(frozen=True)
class Place:
    """Where Plexus answers, and its data folder."""

    url: str
    data: str


@pytest.fixture(scope="session")
def plexus_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Plexus with the demo on a free port, in a folder of its own; or one that runs already, where URL and DATA say."""
    if URL in os.environ:
        yield Place(os.environ[URL], os.environ[DATA])
        return
    data = founded(tmp_path_factory, "--demo")
    allowed = {"PLEXUS_WEBHOOK_NETWORKS": "127.0.0.0/8", "PLEXUS_SIGN_IN_RATE": "1000000"}
    with up(data, "--port", "0", "--demo", **allowed) as running:
        yield Place(running.ready["url"], str(data))


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    """Chromium; for one module only, because while it runs Django would take the thread for an asynchronous one."""
    with sync_playwright() as playwright:
        found = Chromium(playwright)
        yield found
        found.ends(found.open())


@pytest.fixture
def visit(browser: Chromium, plexus_at: Place) -> Visiting:
    """Opens a browser at the demo."""
    return partial(visiting, browser, plexus_at.url)
