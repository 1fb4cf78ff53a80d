"""What is drawn anew after a change shows what stands now, however late the answer to an earlier change comes."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Route, expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import Visitor

CHANGED = "htmx.trigger(document.body, 'changed')"
SHEET = "/accounts?view=mine"
BOARD = "/accounts?view=mine&layout=board&by=lifecycle_stage"


class Late:
    """Holds back the answer to the first redraw of a page until it is let go."""

    def __init__(self, visitor: Visitor, address: str) -> None:
        self.held: list[Route] = []
        self.taken: list[str] = []
        visitor.page.route(re.compile(re.escape(address) + "$"), self._look)

    def _look(self, route: Route) -> None:
        if self.held or not route.request.headers.get("hx-request"):
            route.continue_()
            return
        self.held.append(route)
        self.taken.append(route.fetch().text())

    def let_go(self) -> None:
        """The old answer arrives, unless nobody waits for it any more."""
        with suppress(Error):
            self.held[0].fulfill(body=self.taken[0], content_type="text/html")


@pytest.mark.parametrize(("address", "drawn", "key"), [(SHEET, "#sheet", "data-id"), (BOARD, "#board", "data-card")])
def test_a_late_answer_does_not_hide_what_was_changed_meanwhile(
    visit: Visiting, address: str, drawn: str, key: str
) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go(address)
        page = seller.page
        record = page.locator(f"{drawn} [{key}]").first
        mine, name = record.get_attribute(key), record.locator("a").first.inner_text()
        late = Late(seller, address)
        page.evaluate(CHANGED)
        for _try in range(150):
            if late.taken:
                break
            page.wait_for_timeout(100)
        renamed = seller.post(f"/accounts/{mine}/cell/name", name=f"{name} renamed")
        with suppress(Error):
            page.evaluate(CHANGED)
        late.let_go()

        assert renamed == 200
        expect(page.locator(f"{drawn} [{key}='{mine}']")).to_contain_text(f"{name} renamed")
        assert seller.post(f"/accounts/{mine}/cell/name", name=name) == 200
