"""Every page, in both themes: nothing that keeps somebody out, nothing in the console, nothing wider than a phone."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import DESK, LANGUAGES, PHONE, Visitor

LISTS = ("accounts", "contacts", "deals", "activities", "tasks", "products", "stages", "lists", "files")
PAGES = (
    "/", "/accounts", "/deals", "/tasks", "/stages", "/deals/board", "/dashboard", "/accounts/new", "/deals/new",
    "/trash", "/imports/new", "/settings", "/settings/security", "/settings/tokens", "/settings/rights",
    "/settings/webhooks", "/settings/company", "/settings/setup", "/notifications", "/lists", "/lists/new", "/files",
    "/settings/people", "/settings/teams", "/settings/roles", "/settings/objects/deals/rules",
    "/settings/objects/deals/rules/new", "/settings/objects/deals/field-rules/source",
    "/settings/objects/deals/layouts", "/settings/objects/deals/layouts/everybody", "/settings/objects/deals/standard",
    "/quality/accounts", "/quality/deals", "/nothing-here",
)  # fmt: skip
DRAWN = "/dashboard"
# A page, or a panel of it, whose content sticks out to the side.
OVERFLOWS = """() => document.documentElement.scrollWidth > innerWidth
    || [...document.querySelectorAll("main .panel")].some((panel) => panel.scrollWidth > panel.clientWidth + 1)"""


def _violations(visitor: Visitor) -> list[Any]:
    """What axe finds, each with the first element that it means."""
    found = Axe().run(visitor.page).response["violations"]
    return [(visitor.page.url, each["id"], each["nodes"][0]["html"][:200]) for each in found]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_keeps_anybody_out(visit: Visiting, theme: str, language: str) -> None:
    found: list[Any] = []
    with visit(DESK, theme) as admin:
        admin.go("/sign-in")
        found += _violations(admin)
        admin.come_in("administrator", language)
        for path in PAGES:
            admin.go(path)
            if path == DRAWN:
                expect(admin.page.locator("[data-chart] svg").first).to_be_visible()
            found += _violations(admin)
        admin.go("/settings/roles")
        for inside in (".role-line a.lead >> nth=2", ".limits a >> nth=0"):
            admin.page.locator(inside).click()
            expect(admin.page.locator(".matrix")).to_be_visible()
            found += _violations(admin)
        for objects in ("accounts", "deals"):
            admin.go(f"/{objects}")
            admin.first_row().locator("td.lead a").click()
            expect(admin.page.locator("#record")).to_be_visible()
            found += _violations(admin)
    assert not found


def test_no_dialog_keeps_anybody_out(visit: Visiting) -> None:
    found: list[Any] = []
    with visit() as manager:
        manager.come_in("manager")
        page = manager.page
        manager.go("/accounts")
        for opener in (".chip.add", ".head a[hx-get='/accounts/new']", "[data-palette]"):
            page.locator(opener).first.click()
            expect(page.locator("dialog[open]")).to_be_visible()
            fields = page.locator("#filter [role=listbox]")
            if opener == ".chip.add":
                expect(fields).to_be_visible()
            found += _violations(manager)
            if opener == ".chip.add":
                page.keyboard.press("Escape")
                expect(fields).to_be_hidden()
            page.keyboard.press("Escape")
            expect(page.locator("dialog[open]")).to_have_count(0)
        page.keyboard.press("j")
        page.keyboard.press("p")
        expect(page.locator("#preview h2").first).to_be_visible()
        found += _violations(manager)
    assert not found


def test_no_page_is_wider_than_a_phone(visit: Visiting) -> None:
    wide = []
    with visit(PHONE) as seller:
        seller.come_in("sales")
        own = ("/notifications", "/settings", "/settings/security", "/settings/tokens", "/settings/rights")
        tools = ("/trash", "/imports/new", *own)
        for path in ("/", "/deals/board", "/dashboard", "/deals/new", *tools, *(f"/{each}" for each in LISTS)):
            seller.go(path)
            if seller.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(path)
    assert not wide


def test_no_settings_page_is_wider_than_a_phone(visit: Visiting) -> None:
    wide = []
    with visit(PHONE) as admin:
        admin.come_in("administrator", "zh-hans")
        for path in ("/", *(path for path in PAGES if path.startswith("/settings")), "/settings/objects"):
            admin.go(path)
            if admin.page.evaluate(OVERFLOWS):
                wide.append(path)
        admin.go("/settings/roles")
        for inside in (".role-line a.lead >> nth=2", ".limits a >> nth=0"):
            admin.page.locator(inside).click()
            expect(admin.page.locator(".matrix")).to_be_visible()
            if admin.page.evaluate(OVERFLOWS):
                wide.append(inside)
    assert not wide
