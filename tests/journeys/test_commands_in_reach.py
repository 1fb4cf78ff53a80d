"""Commands stand in one row; what does not fit is in a menu, where keys reach it, too."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import DESK, LANGUAGES, PHONE, Visitor


def _tops(row: Locator) -> set[int]:
    """Where the visible parts of a row begin, from above; parts in one line have the same middle."""
    boxes = [each.bounding_box() for each in row.all()]
    return {round((box["y"] + box["height"] / 2) / 8) for box in boxes if box}


def _chosen(visitor: Visitor) -> Locator:
    visitor.go("/deals")
    visitor.page.locator("[data-list] .pick").nth(1).check()
    expect(visitor.page.locator("[data-bulk]")).to_be_visible()
    return visitor.page.locator("[data-bulk] > :visible")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_done_with_many_stands_in_one_line(visit: Visiting, language: str) -> None:
    with visit(DESK) as visitor:
        visitor.come_in("administrator", language)
        page = visitor.page

        assert len(_tops(_chosen(visitor))) == 1
        page.locator("[popovertarget=menu-bulk]").press("Enter")
        menu = page.locator("#menu-bulk")
        expect(menu.locator("[role=menuitem]:visible").first).to_be_focused()
        assert not Axe().run(page).response["violations"]
        page.keyboard.press("End")
        expect(menu.locator("[role=menuitem]:visible").last).to_have_class("danger")
        page.keyboard.press("Home")
        page.keyboard.press("Enter")
        expect(page.locator("#dialog[open]")).to_be_visible()


def test_the_buttons_of_a_record_stand_in_one_line_with_the_others_in_its_menu(visit: Visiting) -> None:
    for size in (DESK, PHONE):
        with visit(size) as visitor:
            visitor.come_in("administrator")
            for objects in ("deals", "accounts", "contacts"):
                visitor.go(f"/{objects}")
                visitor.first_row().locator("td.lead a").click()
                expect(visitor.page.locator("#record")).to_be_visible()

                assert len(_tops(visitor.page.locator(".facts > .btns > *"))) == 1
                expect(visitor.page.locator("#menu-record-more a[hx-get$='/sharing']")).to_have_count(1)
