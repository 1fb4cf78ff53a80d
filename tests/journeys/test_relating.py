"""A story of a seller who learns who decides: she says so on the customer's page, sees the map, and takes it back."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import DESK, LANGUAGES, PHONE, Visitor

pytestmark = pytest.mark.slow
SAID = {
    "en": {"box": "Relations", "add": "Add", "map": "Map", "removed": "Relation removed."},
    "zh-hans": {"box": "关系", "add": "添加", "map": "关系图", "removed": "关系已移除。"},
}


def _violations(page: Page) -> list[Any]:
    found = Axe().run(page).response["violations"]
    return [(page.url, each["id"], each["nodes"][0]["html"][:200]) for each in found]


def _box(visitor: Visitor, title: str) -> Any:
    heading = visitor.page.get_by_role("heading", name=title)
    return visitor.page.locator(".aside .panel", has=heading).filter(has=visitor.page.locator(".later"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_seller_says_who_decides_and_sees_the_map(visit: Visiting, language: str) -> None:
    said = SAID[language]
    with visit() as seller:
        seller.come_in("sales", language)
        page = seller.page
        page.locator("nav a[href='/contacts']").first.click()
        person = page.locator("[data-list] tbody tr td.lead a").nth(2 + LANGUAGES.index(language))
        name = person.inner_text().strip()
        page.locator("nav a[href='/accounts']").first.click()
        expect(page.locator("[data-list]")).to_be_visible()
        page.locator("[data-list] tbody tr td.lead a").nth(3 + LANGUAGES.index(language)).click()
        box = _box(seller, said["box"])
        expect(box.locator(".later > *").first).to_be_visible()
        before = box.locator(".relations li").count()

        box.get_by_text(said["add"], exact=True).click()
        page.locator("#f-way").select_option(index=1)
        words = page.locator("#f-way option").nth(1).inner_text()
        page.locator("#f-other").press_sequentially(name, delay=20)
        page.locator("#f-other-list [role=option]").first.click()
        assert not _violations(page)
        page.locator("dialog button[type=submit]").click()

        line = box.locator(".relations li", has_text=words).filter(has_text=name).first
        expect(line).to_be_visible()
        expect(box.locator(".relations li")).to_have_count(before + 1)

        box.get_by_text(said["map"], exact=True).click()
        expect(page.locator(".sheet.wide .node.centre")).to_be_visible()
        expect(page.locator(".spelled")).to_contain_text(name)
        assert not _violations(page)
        shown = page.locator(".sheet.wide .node").count()
        knob = page.locator(".sheet.wide .knob").first
        opened = page.locator(f"#{knob.get_attribute('id')}")
        knob.press("Enter")
        page.wait_for_url("**open=**")
        expect(opened).to_be_focused()
        assert page.locator(".sheet.wide .node").count() >= shown
        page.locator(".sheet.wide .node a").nth(1).click()
        expect(page.locator("#record")).to_be_visible()
        page.go_back()
        page.locator(".head a").first.click()

        line = _box(seller, said["box"]).locator(".relations li", has_text=words).filter(has_text=name).first
        line.hover()
        line.locator("button").click()
        expect(seller.toast()).to_contain_text(said["removed"])
        expect(line).to_have_count(0)
        seller.undo()
        expect(line).to_be_visible()
        line.hover()
        line.locator("button").click()
        expect(line).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_map_keeps_nobody_out(visit: Visiting, size: tuple[int, int], theme: str) -> None:
    with visit(size, theme) as manager:
        manager.come_in("manager", "zh-hans")
        manager.go("/accounts")
        address = manager.page.locator("[data-list] tbody tr td.lead a").nth(1).get_attribute("href") or ""
        manager.go(f"{address.partition('?')[0]}/relations/map")
        expect(manager.page.locator(".node.centre:visible")).to_have_count(1)

        assert not _violations(manager.page)
        assert not manager.page.evaluate("document.documentElement.scrollWidth > innerWidth")
