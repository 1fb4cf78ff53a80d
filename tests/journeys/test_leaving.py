"""What was typed is there for whoever typed it: after a session that ended, not after signing out, not for the next."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import Visitor

NEW = ".head a[hx-get='/accounts/new']"
NAME = "#dialog [name=name]"
KEPT = "Object.keys(sessionStorage).filter((key) => /^(draft|choices):/.test(key)).length"
AT_SIGN_IN = re.compile("/sign-in")


def typed(visitor: Visitor, text: str) -> None:
    """Begin an account in a dialog and leave it half filled."""
    visitor.go("/accounts")
    visitor.page.locator(NEW).click()
    visitor.page.fill(NAME, text)


def signed_out(page: Page) -> None:
    """Sign out by the menu of the account."""
    page.evaluate("document.querySelector('form[data-signs-out]').requestSubmit()")
    expect(page).to_have_url(AT_SIGN_IN)


def test_a_session_that_ended_keeps_what_was_typed_and_says_so(visit: Visiting) -> None:
    with visit() as seller:
        page = seller.page
        seller.come_in("sales")
        typed(seller, "Half written")
        seller.context.clear_cookies(name="sessionid")
        page.locator("#dialog [type=submit]").click()
        expect(page.locator(".entrance-card .notice")).to_contain_text("what you typed is kept in this tab")
        page.locator("form[action='/demo/sales'] button").click()
        expect(page).to_have_url(re.compile("/accounts$"))
        page.locator(NEW).click()

        expect(page.locator(NAME)).to_have_value("Half written")


def test_signing_out_takes_what_was_typed_along_in_every_tab(visit: Visiting) -> None:
    with visit() as seller:
        page = seller.page
        seller.come_in("sales")
        typed(seller, "Nobody else’s business")
        before = page.evaluate(KEPT)
        other = seller.context.new_page()
        other.goto(seller.origin + "/contacts")
        other.wait_for_function("window.htmx !== undefined")

        signed_out(page)
        expect(other).to_have_url(AT_SIGN_IN)
        after = page.evaluate(KEPT)
        noted = page.locator(".entrance-card .notice").count()
        page.go_back()

        expect(page).to_have_url(AT_SIGN_IN)
        assert (before, after, noted) == (1, 0, 0)


def test_the_next_person_in_a_tab_finds_nothing_of_the_one_before(visit: Visiting) -> None:
    with visit() as shared:
        page = shared.page
        shared.come_in("sales")
        typed(shared, "Nobody else’s business")
        shared.context.clear_cookies(name="sessionid")

        shared.come_in("manager")
        shared.go("/accounts")
        page.locator(NEW).click()

        expect(page.locator(NAME)).to_have_value("")
        assert page.evaluate(KEPT) == 0
