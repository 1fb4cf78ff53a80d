"""Keeping a question as a view: laid out, saved, pinned, shared, previewed, moved by keys, taken back."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import DESK, LANGUAGES, PHONE, Visitor

LAYOUTS = (
    "/deals?layout=grouped&by=owner",
    "/accounts?layout=board&by=lifecycle_stage",
    "/tasks?layout=calendar&by=due_at",
    "/tasks?layout=calendar&by=due_at&span=week",
)


def _sound(visitor: Visitor) -> None:
    """Nothing went wrong on the way, and the page is open to everybody."""
    found = Axe().run(visitor.page).response["violations"]
    assert not [(each["id"], each["nodes"][0]["html"]) for each in found]
    assert (visitor.troubles, visitor.refused) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_layout_is_open_to_everybody(visit: Visiting, language: str, size: tuple[int, int]) -> None:
    with visit(size) as seller:
        seller.come_in("sales", language)
        for path in LAYOUTS:
            seller.go(path)

            _sound(seller)
            assert seller.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_board_is_kept_as_a_view_shared_pinned_and_deleted_with_a_way_back(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/accounts")
        page = seller.page
        page.locator("[popovertarget=menu-layout]").click()
        page.locator("#menu-layout [role=group]").nth(2).get_by_role("menuitem", name="Life cycle").click()
        page.wait_for_url("**layout=board**")
        page.locator(".tabs a[aria-label]").last.click()
        page.locator("#f-name").fill("By life cycle")
        page.locator("#f-audience").select_option("everybody")
        page.locator("#dialog [name=pinned]").check()
        page.locator("#dialog [type=submit]").click()

        page.wait_for_url("**/accounts?view=*")
        expect(page.locator(".tabs [aria-current]")).to_have_text("By life cycle")
        expect(page.locator(".rail [aria-current]")).to_have_text("By life cycle")
        expect(page.locator(".unsaved")).to_have_count(0)
        address = page.url

        page.locator("[popovertarget=menu-sort]").click()
        page.locator("#menu-sort [role=menuitem]").last.click()
        expect(page.locator(".unsaved")).to_be_visible()
        page.locator(".unsaved button").first.click()
        page.wait_for_url(address)
        expect(page.locator(".unsaved")).to_have_count(0)
        with visit() as manager:
            manager.come_in("manager")
            manager.go(address.removeprefix(manager.origin))
            expect(manager.page.locator(".tabs [aria-current]")).to_have_text("By life cycle")
            expect(manager.page.locator("#menu-view [role=menuitem]", has_text="Rename")).to_have_count(0)

        page.locator("[popovertarget=menu-view]").click()
        page.locator("#menu-view .danger").click()
        page.wait_for_url("**/accounts?view=all")
        mine = page.locator(f".tabs > a[href='{address.removeprefix(seller.origin)}']")
        expect(mine).to_have_count(0)
        seller.undo()
        seller.go(address.removeprefix(seller.origin))
        expect(page.locator(".tabs [aria-current]")).to_have_text("By life cycle")
        expect(mine).to_have_count(1)
        _sound(seller)


def test_a_card_moves_by_keys_and_back_by_undo(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/accounts?view=mine&layout=board&by=lifecycle_stage")
        page = seller.page
        card = page.locator("[data-lane] [data-card]").first
        key, lane = card.get_attribute("data-card"), page.locator("[data-lane]").first
        mine = page.locator(f"[data-card='{key}'] a").first
        mine.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        with page.expect_response(lambda answer: "/lanes/move" in answer.url) as answered:
            page.keyboard.press("Space")

        assert answered.value.ok
        expect(page.locator("[data-lane]").nth(1).locator(f"[data-card='{key}']")).to_have_count(1)
        seller.undo()
        expect(lane.locator(f"[data-card='{key}']")).to_have_count(1)


def test_an_entry_moves_to_the_next_day_by_keys_and_is_seen_beside_the_calendar(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/tasks?view=mine&layout=calendar&by=due_at")
        page = seller.page
        entry = page.locator("[data-entry]").first
        key = entry.get_attribute("data-entry")
        days = [each.get_attribute("data-day") for each in page.locator("[data-day]").all()]
        day = page.locator(f"[data-day]:has([data-entry='{key}'])").get_attribute("data-day")
        entry.locator("a").focus()
        page.keyboard.press("p")
        expect(page.locator("#preview .preview-tools")).to_be_visible()
        page.keyboard.press("Escape")
        expect(entry.locator("a")).to_be_focused()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        with page.expect_response(lambda answer: "/days/move" in answer.url) as answered:
            page.keyboard.press("Space")

        assert answered.value.ok
        assert (answered.value.request.post_data or "").find(f"day={days[days.index(day) + 1]}") > 0
        page.wait_for_load_state("networkidle")
        seller.undo()
        expect(page.locator(f"[data-day='{day}'] [data-entry='{key}']")).to_have_count(1)


def test_a_folded_group_brings_its_rows_and_the_arrows_look_at_one_after_another(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/accounts?layout=grouped&by=city")
        page = seller.page
        folded = page.locator("[data-group][aria-expanded=false]").first
        rows = page.locator(f"#{folded.get_attribute('aria-controls')} tr[data-id]")
        expect(rows).to_have_count(0)

        folded.click()

        expect(rows.first).to_be_visible()
        first = page.locator("[data-list] tr[data-id]").first
        first.focus()
        page.keyboard.press("Space")
        panel = page.locator("#preview h2").first
        expect(panel).to_have_text(first.locator(".lead a").inner_text())
        second = page.locator("[data-list] tr[data-id]").nth(1)
        page.keyboard.press("ArrowDown")
        expect(panel).to_have_text(re.compile(re.escape(second.locator(".lead a").inner_text())))
        _sound(seller)


def test_values_of_several_lines_and_several_values_are_edited_in_the_cell(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        page = seller.page
        seller.show_columns("contacts", "emails", "city")
        cell = page.locator("tr[data-id]").nth(1).locator("[data-field=emails]")
        before = cell.inner_text()
        cell.dblclick()
        page.locator("[data-editing] textarea").fill("second.try@example.com (work)\nmore@example.com")
        with page.expect_response(lambda answer: "/cell/emails" in answer.url and answer.request.method == "POST"):
            page.keyboard.press("Control+Enter")
        expect(cell).to_have_text("second.try@example.com, more@example.com")
        seller.undo()
        expect(cell).to_have_text(before)

        seller.show_columns("tasks", "related", "priority")
        cell = page.locator("tr[data-id]").nth(1).locator("[data-field=related]")
        before = cell.inner_text()
        cell.dblclick()
        tokens = page.locator("[data-editing] .token")
        expect(tokens.first).to_be_visible()
        held = tokens.count()
        page.locator("[data-editing] [role=combobox]").press_sequentially("Zellmoor")
        expect(page.locator("[data-editing] [role=option]").first).to_contain_text("Zellmoor")
        page.keyboard.press("Enter")
        expect(tokens).to_have_count(held + 1)
        with page.expect_response(lambda answer: "/cell/related" in answer.url and answer.request.method == "POST"):
            page.keyboard.press("Enter")
        expect(cell).to_contain_text("Zellmoor")
        seller.undo()
        expect(cell).to_have_text(before)
        _sound(seller)


def test_a_filter_is_kept_as_a_view_and_looked_at_as_it_was(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        page = seller.page
        city = '{"field": "city", "op": "eq", "value": "Milan"}'
        seller.go(f"/accounts?{urlencode({'filter': city})}")
        page.locator(".chips .chip a").first.click()
        page.locator("#dialog [name=keep]").click()
        page.locator("#f-name").fill("In Milan")
        page.locator("#dialog [type=submit]").click()
        expect(page.locator(".tabs [aria-current]")).to_have_text("In Milan")
        rows = page.locator("[data-list] tr[data-id]")
        count = rows.count()
        assert count > 0

        page.locator("[popovertarget=menu-travel]").click()
        page.locator("#as-of").fill("2020-01-01T09:00")
        page.locator("#menu-travel [type=submit]").click()
        page.wait_for_url("**as_of=**")
        expect(page.locator(".past")).to_be_visible()
        expect(page.locator(".tabs [aria-current]")).to_have_text("In Milan")
        expect(rows).to_have_count(0)
        page.locator(".past a").click()
        expect(rows).to_have_count(count)
        page.locator("[popovertarget=menu-view]").click()
        page.locator("#menu-view .danger").click()
        page.wait_for_url("**/accounts?view=all")
        _sound(seller)
