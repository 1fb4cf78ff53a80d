"""What was typed is never lost, and never kept twice: a record that went into the trash, and the browser's way back."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import Visitor, path_of


def _made(visitor: Visitor, name: str) -> str:
    """A new product, made on its page; gives its address."""
    visitor.go("/products/new")
    visitor.page.locator("main [name=name]").fill(name)
    visitor.page.locator("main [type=submit]").click()
    expect(visitor.page.locator("main h1")).to_have_text(name)
    return path_of(visitor.page.url)


def test_the_way_back_makes_nothing_twice(visit: Visiting) -> None:
    with visit() as admin:
        admin.come_in("administrator")
        _made(admin, "Made only once")

        admin.page.go_back()
        admin.page.wait_for_function("window.htmx !== undefined")
        name = admin.page.locator("main [name=name]")

        expect(name).to_have_value("")
        admin.page.go_forward()
        expect(admin.page.locator("main h1")).to_have_text("Made only once")


def test_what_was_typed_and_not_saved_waits_on_the_way_back(visit: Visiting) -> None:
    with visit() as admin:
        admin.come_in("administrator")
        admin.go("/products/new")
        admin.page.locator("main [name=name]").fill("Half a thought")
        admin.go("/products")

        admin.page.go_back()

        expect(admin.page.locator("main [name=name]")).to_have_value("Half a thought")
        admin.page.locator(".draft button").click()


def test_a_cell_whose_record_went_into_the_trash_comes_back_with_what_was_typed(visit: Visiting) -> None:
    with visit() as admin, visit() as other:
        admin.come_in("administrator")
        other.come_in("administrator")
        address = _made(admin, "Gone meanwhile")
        admin.go(address)
        admin.page.locator("dd[data-field=name], dd[data-field=code]").first.dblclick()
        field = admin.page.locator("[data-editing] input").first
        field.fill("G-7")
        other.go("/products")
        assert other.post(f"{address}/delete") == 204

        field.press("Enter")
        back = admin.page.locator("[data-restores]")
        expect(admin.page.locator("[data-editing] .error")).to_contain_text("moved this record to the trash")
        expect(field).to_have_value("G-7")
        back.click()

        expect(admin.page.locator("dd[data-field]", has_text="G-7")).to_be_visible()
        assert admin.page.request.get(admin.origin + address).ok
