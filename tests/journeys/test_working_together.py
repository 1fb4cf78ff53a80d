"""Two people at one record, a person without rights, a person without a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import DESK, PHONE, Visitor, path_of


def _opens_edit(visitor: Visitor, record: str) -> None:
    visitor.go(record)
    visitor.page.locator(f"a[hx-get='{record}/edit']").click()
    expect(visitor.page.locator("#dialog[open]")).to_be_visible()


def _saves(visitor: Visitor, **values: str) -> None:
    for name, value in values.items():
        visitor.page.locator(f"#dialog [name={name}]").fill(value)
    visitor.page.locator("#dialog button[type=submit]").click()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_two_people_who_write_at_once_lose_nothing(visit: Visiting, size: tuple[int, int]) -> None:
    with visit(size) as mei, visit() as lei:
        mei.come_in("administrator")
        lei.come_in("manager")
        mei.go("/accounts/new")
        mei.page.locator("main [name=name]").fill("Contested GmbH")
        mei.page.locator("main button[type=submit]").click()
        expect(mei.page.locator("h1")).to_have_text("Contested GmbH")
        record = path_of(mei.page.url)
        _opens_edit(mei, record)
        _opens_edit(lei, record)

        _saves(lei, industry="Logistics", website="https://theirs.example")
        expect(lei.page.locator("#dialog[open]")).to_have_count(0)
        _saves(mei, industry="Shipping", website="https://mine.example")

        conflict = mei.page.locator("#dialog .conflict")
        for word in ("Shipping", "Logistics", "https://mine.example", "https://theirs.example"):
            expect(conflict).to_contain_text(word)
        expect(mei.page.get_by_role("dialog", name="Changed in the meantime")).to_be_visible()
        expect(mei.page.locator("#dialog .dialog-head [data-close]")).to_be_visible()
        for value in ("mine", "theirs"):
            expect(conflict.locator(f"input[name=keep_website][value={value}]")).to_be_in_viewport(ratio=1)
        conflict.locator("input[name=keep_website][value=theirs]").check()
        conflict.locator("button[type=submit]").click()
        expect(mei.page.locator("#dialog[open]")).to_have_count(0)
        mei.go(record)
        expect(mei.page.locator("dd[data-field=industry]")).to_have_text("Shipping")
        expect(mei.page.locator("dd[data-field=website]")).to_contain_text("theirs.example")


def _begins_in_cell(visitor: Visitor, typed: str) -> Locator:
    """Write into the cell of the one row, or of the one record; the cell."""
    cell = visitor.page.locator("tr[data-id] [data-field=industry], dd[data-field=industry]")
    cell.dblclick()
    visitor.page.locator("[data-editing] input:visible").fill(typed)
    return cell


@pytest.mark.parametrize("where", ["list", "record"])
def test_of_two_in_the_same_cell_the_second_chooses_and_is_never_stuck(visit: Visiting, where: str) -> None:
    with visit() as mei, visit() as lei:
        mei.come_in("administrator")
        lei.come_in("manager")
        mei.go("/accounts/new")
        mei.page.locator("main [name=name]").fill("Celled GmbH")
        mei.page.locator("main button[type=submit]").click()
        expect(mei.page.locator("h1")).to_have_text("Celled GmbH")
        record = path_of(mei.page.url)
        for each in (mei, lei):
            each.go("/accounts?q=Celled" if where == "list" else record)
        mine, theirs = _begins_in_cell(mei, "Shipping"), _begins_in_cell(lei, "Logistics")
        lei.page.keyboard.press("Enter")
        expect(theirs).to_have_text("Logistics")
        mei.page.keyboard.press("Enter")

        expect(mine).to_contain_text("“Logistics” was saved here meanwhile.")
        expect(mei.page.locator("[data-editing] input:visible")).to_have_value("Shipping")
        mei.page.keyboard.press("Tab")
        mei.page.keyboard.press("Tab")
        expect(mei.page.locator("[data-keeps]")).to_be_focused()
        mei.page.keyboard.press("Enter")
        expect(mine).to_have_text("Logistics")
        _begins_in_cell(mei, "Shipping")
        mei.page.keyboard.press("Enter")
        expect(mine).to_have_text("Shipping")
        _begins_in_cell(lei, "Freight")
        lei.page.keyboard.press("Enter")
        lei.page.locator("[data-mine]").click()
        expect(theirs).to_have_text("Freight")


def test_a_refused_form_keeps_what_was_typed(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/accounts")
        seller.page.locator(".head a[hx-get='/accounts/new']").click()
        dialog = seller.page.locator("#dialog[open]")
        dialog.locator("[name=name]").fill("Mistyped Ltd")
        dialog.locator("[name=phone]").fill("no number")

        dialog.locator("button[type=submit]").click()

        expect(dialog.locator("#f-phone-error")).to_be_visible()
        expect(dialog.locator("[name=name]")).to_have_value("Mistyped Ltd")
        expect(dialog.locator("[name=phone]")).to_have_value("no number")
        assert seller.refused == [422]


def test_a_sales_person_neither_sees_nor_may_do_what_administrators_do(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/stages")
        expect(seller.page.locator("a[hx-get='/stages/new']")).to_have_count(0)

        assert seller.post("/stages/new", name="Mine") == 403
        seller.go("/settings")
        expect(seller.page.locator(".settings-nav a[href='/settings/people']")).to_have_count(0)
        answer = seller.page.goto(seller.origin + "/settings/people")

        assert answer is not None
        assert answer.status == 403
        expect(seller.page.locator("[data-problem]")).to_be_visible()


def test_a_list_is_worked_without_a_mouse(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/accounts?view=mine")
        page, rows = seller.page, seller.page.locator("[data-list] tbody tr")

        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("j")
        expect(rows.nth(1)).to_be_focused()
        page.keyboard.press("x")
        expect(page.locator("[data-bulk]")).to_be_visible()
        page.keyboard.press("x")
        expect(page.locator("[data-bulk]")).to_be_hidden()
        page.keyboard.press("e")
        expect(rows.nth(1).locator("[data-editing] :is(input, select)").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(rows.nth(1)).to_be_focused()
        page.keyboard.press("p")
        expect(page.locator("#preview h2").first).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")

        page.wait_for_url(re.compile(r"/accounts/[0-9a-f-]{36}$"))


def test_a_cell_is_changed_and_taken_back_without_a_mouse(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/accounts?view=mine")
        page = seller.page
        cell = seller.first_row().locator("td[data-field=industry]")
        before = cell.inner_text()
        cell.dblclick()
        expect(cell.locator("input")).to_be_focused()

        page.keyboard.press("Control+a")
        page.keyboard.type("Shipbuilding")
        page.keyboard.press("Enter")

        expect(cell).to_have_text("Shipbuilding")
        seller.undo()
        expect(cell).to_have_text(before)


def test_a_card_is_moved_without_a_mouse_and_says_where_it_goes(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/deals/board")
        page, lanes = seller.page, seller.page.locator("[data-lane]")
        card = lanes.nth(0).locator("[data-card]").first
        key, name = card.get_attribute("data-card"), card.locator("a").inner_text()
        card.locator("a").focus()

        page.keyboard.press("Space")
        expect(page.locator("#announcer")).to_contain_text(name)
        page.keyboard.press("ArrowRight")
        with page.expect_response("**/deals/board/move") as answered:
            page.keyboard.press("Space")

        assert answered.value.ok
        expect(lanes.nth(1).locator(f"[data-card='{key}']")).to_be_visible()
        seller.undo()
        expect(lanes.nth(0).locator(f"[data-card='{key}']")).to_be_visible()


def test_many_records_are_changed_and_taken_back_at_once(visit: Visiting) -> None:
    with visit() as manager:
        manager.come_in("manager")
        manager.go("/accounts?view=mine")
        page = manager.page
        page.locator("[data-pick-all]").check()

        manager.bulk("bulk/add-tags")
        page.locator("#dialog[open] [name=tags]").fill("Journey")
        page.locator("#dialog button[type=submit]").click()

        expect(page.locator("#dialog[open]")).to_have_count(0)
        expect(manager.toast().locator("[data-undo]")).to_be_visible()
        manager.undo()
