"""Every page at a desk, in both themes: nothing that keeps somebody out, nothing in the console."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.looking import violations
from tests.journeys.pages import OUTSIDE, addresses
from tests.journeys.visiting import LANGUAGES

DRAWN = "/dashboard"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_keeps_anybody_out(visit: Visiting, language: str) -> None:
    """In both themes, at a desk."""
    found: list[Any] = []
    with visit() as admin:
        for path in OUTSIDE:
            admin.go(path)
            found += violations(admin)
        admin.come_in("administrator", language)
        for path in addresses(admin):
            admin.go(path)
            if path == DRAWN:
                expect(admin.page.locator("[data-chart] svg").first).to_be_visible()
            found += violations(admin)
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
