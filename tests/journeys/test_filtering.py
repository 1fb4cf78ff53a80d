"""Asking a precise question of a list: built in rows, told as a sentence, kept in the address."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import DESK, LANGUAGES, PHONE, Visitor

CITIES = {"or": [{"field": "city", "op": "eq", "value": each} for each in ("Shanghai", "Beijing")]}
NO_OPEN_DEAL = {
    "related": "deals",
    "where": {"field": "stage.outcome", "op": "in", "value": ["open"]},
    "exists": False,
}
SENTENCES = {
    "en": "(city is “Shanghai” or city is “Beijing”) and has no deals (stage’s outcome is Open)",
    "zh-hans": "（城市是“Shanghai”，或城市是“Beijing”），且没有商机（阶段的结果是进行中）",
}


def _asked(visitor: Visitor) -> object:
    """The filter in the address."""
    return json.loads(parse_qs(urlsplit(visitor.page.url).query)["filter"][0])


def _choose(visitor: Visitor, key: str, typed: str, offer: str) -> None:
    """Find a field for a row by typing, and take it."""
    page = visitor.page
    box = page.locator(f"[id='b-{key}.pick']")
    box.fill(typed)
    page.locator(f"[role=option][data-value='{offer}']").click()
    expect(page.locator(f"[name='{key}.was'][value='{offer}']")).to_have_count(1)


def _draw(visitor: Visitor, button: str) -> None:
    """Press a button that changes the rows, and wait until they are drawn."""
    with visitor.page.expect_response(lambda answer: "/filter/build" in answer.url):
        visitor.page.locator(f"[data-do='{button}']").click()


def _city(visitor: Visitor, key: str, name: str) -> None:
    _choose(visitor, key, "city", "field:city")
    with visitor.page.expect_response(lambda answer: "/filter/build" in answer.url):
        visitor.page.locator(f"[name='{key}.op']").select_option("eq")
    visitor.page.locator(f"[name='{key}.value']").fill(name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_customers_of_two_cities_without_an_open_deal(visit: Visiting, language: str, size: tuple[int, int]) -> None:
    with visit(size) as seller:
        seller.come_in("sales", language)
        seller.go("/accounts")
        page = seller.page
        page.locator(".chip.add").click()
        _draw(seller, "off:0.0")
        _draw(seller, "group:0")
        _city(seller, "0.0.0", "Shanghai")
        _draw(seller, "add:0.0")
        _city(seller, "0.0.1", "Beijing")
        _draw(seller, "add:0")
        _choose(seller, "0.1", "deals", "list:deals")
        page.locator("[name='0.1.test']").select_option("has_no")
        expect(page.locator("[name='0.1.tested']")).to_have_value("has_no")
        _draw(seller, "add:0.1.w")
        _choose(seller, "0.1.w.0", "outcome", "field:stage.outcome")
        page.locator("[name='0.1.w.0.value'][value=open]").check()

        told = page.locator("#filter-told")
        expect(told.locator(".sentence")).to_have_text(SENTENCES[language])
        found = Axe().run(page).response["violations"]
        assert not [(each["id"], each["nodes"][0]["html"]) for each in found]
        count = told.locator("b").inner_text()
        page.keyboard.press("Control+Enter")

        page.wait_for_url("**/accounts?*filter=*")
        expect(page.locator(".chips .chip:has(.off)")).to_have_count(2)
        assert _asked(seller) == {"and": [CITIES, NO_OPEN_DEAL]}
        assert page.locator(".head .count").inner_text() in count
        page.reload()
        assert _asked(seller) == {"and": [CITIES, NO_OPEN_DEAL]}

        page.locator(".chips .chip .off").last.click()

        expect(page.locator(".chips .chip:has(.off)")).to_have_count(1)
        assert _asked(seller) in (CITIES, {"and": [CITIES]})


def test_what_is_typed_while_rows_are_being_drawn_stays(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/accounts?filter=" + json.dumps({"field": "city", "op": "eq", "value": "Shanghai"}))
        page = seller.page
        page.locator(".chips .chip a").first.click()
        value = page.locator("[name='0.0.value']")
        expect(value).to_have_value("Shanghai")
        network = page.context.new_cdp_session(page)
        slow = {"offline": False, "latency": 800, "downloadThroughput": -1, "uploadThroughput": -1}
        network.send("Network.emulateNetworkConditions", slow)

        page.locator("[name='0.0.op']").select_option("ne")
        value.fill("Beijing")

        expect(page.locator("#filter-told .sentence")).to_have_text("City is not “Beijing”", timeout=20_000)
        page.wait_for_timeout(2_000)
        expect(value).to_have_value("Beijing")
        expect(page.locator("[name='0.0.op']")).to_have_value("ne")


def test_a_chip_opens_its_row_and_leaving_takes_nothing_with_it(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/accounts?filter=" + json.dumps({"field": "city", "op": "eq", "value": "Shanghai"}))
        page = seller.page
        before = page.url
        page.locator(".chips .chip a").first.click()
        value = page.locator("[name='0.0.value']")
        expect(value).to_have_value("Shanghai")

        with page.expect_response(lambda answer: "/filter/build" in answer.url):
            value.fill("Beijing")
        page.wait_for_url("**Beijing**")
        page.keyboard.press("Escape")

        expect(page.locator("dialog[open]")).to_have_count(0)
        assert page.url == before


def test_text_with_a_fault_says_where_it_stands(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/accounts")
        page = seller.page
        page.keyboard.press("f")
        expect(page.locator("[role=listbox]:popover-open")).to_be_visible()
        page.keyboard.press("Escape")
        _draw(seller, "text")

        page.locator("#b-text").fill('{"and": [\n  {"field": "town", "op": "eq", "value": "x"}\n]}')

        expect(page.locator("#filter-told")).to_contain_text("Line 2, column 3: town: There is no field “town”.")
        page.locator("#filter .btn.main").click()
        expect(page.locator("#b-text")).to_have_attribute("aria-invalid", "true")
        page.locator("#b-text").fill('{"field": "city", "op": "eq", "value": "Shanghai"}')
        _draw(seller, "rows")
        expect(page.locator("[name='0.0.value']")).to_have_value("Shanghai")


def test_a_refused_row_has_the_focus_where_it_is_mended_and_says_why(visit: Visiting) -> None:
    city, revenue = ({"field": "city", "op": "eq", "value": "A"}, {"field": "annual_revenue", "op": "gt", "value": 5})
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/accounts?filter=" + json.dumps({"and": [city, revenue]}))
        page = seller.page
        page.locator(".chips .chip a").first.click()
        value = page.locator("[id='b-0.1.value']")
        value.fill("a great deal")
        page.locator("#filter .btn.main").focus()
        page.keyboard.press("Enter")

        expect(value).to_be_focused()
        expect(value).to_have_attribute("aria-invalid", "true")
        expect(value).to_have_accessible_description("“a great deal” is not a number. Write it like 1234.50.")
        expect(page.locator("#filter [aria-invalid]")).to_have_count(1)
        seller.refused.clear()
        value.fill("7")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "7" in url)
