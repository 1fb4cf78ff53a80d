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


def test_a_note_that_is_too_long_is_refused_in_words_and_stays_where_it_was_typed(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/accounts?view=mine")
        seller.page.locator("[data-list] tbody tr a").first.click()
        seller.page.wait_for_url("**/accounts/*-*")
        seller.page.wait_for_function("window.htmx !== undefined")
        note = seller.page.locator(".compose textarea").first
        entries = seller.page.locator("#timeline > li").count()

        typed = "(box, n) => { box.value = 'word '.repeat(n); box.dispatchEvent(new Event('input', {bubbles: true})); }"
        note.evaluate(typed, 2_000_000)
        note.evaluate(typed, 30_000)
        with seller.page.expect_response(lambda answer: "/log/" in answer.url) as answered:
            note.evaluate("box => box.form.requestSubmit()")

        assert answered.value.status == 422
        expect(seller.toast()).to_contain_text("100000")
        assert note.evaluate("box => box.value.length") == 150_000
        expect(seller.page.locator("#timeline > li")).to_have_count(entries)
        note.evaluate(typed, 0)
