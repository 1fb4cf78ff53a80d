"""Every page, in both themes: nothing that keeps somebody out, nothing in the console, nothing wider than a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.looking import violations, violations_on_a_phone
from tests.journeys.pages import LINKED, OUTSIDE, PAGES
from tests.journeys.visiting import LANGUAGES, PHONE, Visitor, path_of

LISTS = ("accounts", "contacts", "deals", "activities", "tasks", "products", "stages", "lists", "files")
DRAWN = "/dashboard"


def _addresses(visitor: Visitor) -> list[str]:
    """Every page that an administrator comes to; those without an address of their own by the link that leads there."""
    led: dict[str, str] = {}
    for name, (start, link) in LINKED.items():
        visitor.go(led.get(start, start))
        led[name] = path_of(visitor.page.locator(link).first.evaluate("link => link.href"))
    return [*PAGES, *led.values(), "/nothing-here"]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_keeps_anybody_out(visit: Visiting, language: str) -> None:
    """In both themes at a desk, and on a phone, where nothing is wider than the screen."""
    found: list[Any] = []
    with visit() as admin:
        for path in OUTSIDE:
            admin.go(path)
            found += violations(admin) + violations_on_a_phone(admin)
        admin.come_in("administrator", language)
        for path in _addresses(admin):
            admin.go(path)
            if path == DRAWN:
                expect(admin.page.locator("[data-chart] svg").first).to_be_visible()
            found += violations(admin) + violations_on_a_phone(admin)
    assert not found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_dialog_keeps_anybody_out(visit: Visiting, language: str) -> None:
    found: list[Any] = []
    with visit() as manager:
        manager.come_in("manager", language)
        page = manager.page
        manager.go("/accounts")
        for opener in (".chip.add", ".head a[hx-get='/accounts/new']", "[data-palette]"):
            page.locator(opener).first.click()
            expect(page.locator("dialog[open]")).to_be_visible()
            fields = page.locator("#filter [role=listbox]")
            if opener == ".chip.add":
                expect(fields).to_be_visible()
            found += violations(manager)
            if opener == ".chip.add":
                page.keyboard.press("Escape")
                expect(fields).to_be_hidden()
            page.keyboard.press("Escape")
            expect(page.locator("dialog[open]")).to_have_count(0)
        page.keyboard.press("j")
        page.keyboard.press("p")
        expect(page.locator("#preview h2").first).to_be_visible()
        found += violations(manager)
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
