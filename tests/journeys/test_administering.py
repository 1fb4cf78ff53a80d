"""An administrator shapes a role, a manager sees where the team needs help, and what was deleted comes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import DESK, PHONE, Visitor, path_of


def save(visitor: Visitor) -> None:
    """Press the button below the matrix."""
    visitor.page.locator(".saving button[type=submit]").click()
    expect(visitor.toast()).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_role_begins_with_usual_rights_and_a_change_is_told_before_it_is_saved(
    visit: Visiting, size: tuple[int, int]
) -> None:
    name = f"Field service {size[0]}"
    with visit(size) as admin:
        admin.come_in("administrator")
        page = admin.page
        admin.go("/settings/roles")
        page.locator("#f-name").fill(name)
        page.locator("input[name=begin][value=alone]").check()
        page.locator("form:has(#f-name) button[type=submit]").click()
        expect(page.locator("h1")).to_have_text(name)
        deals = page.locator("select[name='deals.read']")
        expect(deals).to_have_value("own")

        deals.select_option("team")
        expect(page.locator("#told li")).to_have_text("Sees the team's instead of one's own: deals.")
        page.locator("select[name='deals.delete']").select_option("all")
        expect(page.locator("#told li")).to_have_count(2)
        expect(page.locator("#told .warn")).to_contain_text(
            "What is not seen cannot be changed or deleted either: deals."
        )
        page.locator("select[name='deals.delete']").select_option("own")
        expect(page.locator("#told li")).to_have_count(1)
        save(admin)

        expect(deals).to_have_value("team")
        page.locator("main form[action$='/remove'] button").click()
        expect(page.locator("h1")).to_have_text("Roles")
        expect(page.locator(".role-line", has_text=name)).to_have_count(0)


def test_a_whole_column_is_set_at_once_and_a_field_is_hidden(visit: Visiting) -> None:
    with visit() as admin:
        admin.come_in("administrator")
        page = admin.page
        admin.go("/settings/roles")
        page.locator(".role-line", has=page.get_by_role("link", name="Reader", exact=True)).locator("button").click()
        expect(page.locator("h1")).to_have_text("Copy of Reader")

        page.locator("[data-all-levels='0']").select_option("own")
        expect(page.locator("#told li")).to_contain_text(["Sees one's own instead of everybody's:"])
        save(admin)
        expect(page.locator("select[name='contacts.read']")).to_have_value("own")
        page.locator("tr:has(select[name='deals.read']) .limits a").click()
        page.locator("input[name=amount][value=hidden]").check()
        expect(page.locator("#told li")).to_have_text("Hidden everywhere, from lists to files and history: Amount.")
        save(admin)

        expect(page.locator("tr:has(select[name='deals.read']) .limits a")).to_contain_text("1 limited")
        page.locator("main form[action$='/remove'] button").click()
        expect(page.locator("h1")).to_have_text("Roles")


def test_a_manager_goes_from_a_figure_of_the_team_to_what_is_behind_it(visit: Visiting) -> None:
    with visit() as manager:
        manager.come_in("manager")
        page = manager.page
        tile = page.locator(".kpi", has=page.get_by_role("heading", name="No next step"))
        count = tile.locator("b").inner_text()

        tile.locator("a").click()

        expect(page.locator("h1")).to_have_text("Deals")
        expect(page.locator(".head .count")).to_have_text(count)
        manager.go("/")
        person = page.locator(".help tbody tr").first
        number = person.locator("td a b").first.inner_text()
        person.locator("td a").first.click()
        expect(page.locator(".head .count")).to_have_text(number)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_several_records_come_back_from_the_trash_and_go_again(visit: Visiting, size: tuple[int, int]) -> None:
    names = [f"Gone {number} of {size[0]}" for number in (1, 2)]
    with visit(size) as seller:
        seller.come_in("sales")
        page = seller.page
        for name in names:
            seller.go("/accounts/new")
            page.locator("main [name=name]").fill(name)
            page.locator("main button[type=submit]").click()
            expect(page.locator("h1")).to_have_text(name)
            assert seller.post(path_of(page.url) + "/delete") == 204
        seller.go("/trash")
        expect(page.locator(".tabs [aria-current]")).to_contain_text("Everything")
        page.locator(".seek input").fill(f"of {size[0]}")
        page.locator(".seek input").press("Enter")
        expect(page.locator(".lying li")).to_have_count(2)

        page.locator("[data-tick-all]").check()
        page.get_by_role("button", name="Restore selected (2)").click()

        expect(seller.toast()).to_contain_text("2 records restored.")
        expect(page.locator(".empty h2")).to_have_text("Nothing matches")
        seller.undo()
        expect(page.locator(".lying li")).to_have_count(2)
        page.get_by_role("button", name=re.compile("^Restore Gone 1")).click()
        expect(page.locator(".lying li")).to_have_count(1)


def test_tasks_begin_with_what_is_open(visit: Visiting) -> None:
    with visit(PHONE) as seller:
        seller.come_in("sales")
        page = seller.page
        seller.show_columns("tasks", "status", "due_at")
        page.locator(".bottom a[href='/tasks']").click()

        expect(page.locator(".sort b")).to_have_text("open first, by due date")
        expect(page.locator("[data-list] tbody tr td time").first).to_be_visible()
        dues = page.locator("[data-list] tbody tr td time").all_inner_texts()
        assert dues
