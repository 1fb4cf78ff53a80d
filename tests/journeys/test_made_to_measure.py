"""An administrator gives the company an object of its own, and works with it in the same minute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.journeys.conftest import Visiting
    from tests.journeys.visiting import Visitor


def a_field(at: Visitor, label: str, kind: str, **more: Any) -> None:
    """Add a field to the machines by its page; `choices` are the values to choose from."""
    page = at.page
    page.get_by_role("link", name="New field").first.click()
    page.locator("#f-label_en").fill(label)
    if kind != "text":
        with page.expect_response(re.compile("/fields/new")):
            page.locator("#f-type").select_option(kind)
    for place, value in enumerate(more.get("choices", ())):
        page.locator("[name=choice_en]").nth(place).fill(value)
    page.get_by_role("button", name="Make the field").click()
    expect(page.locator("[data-order]")).to_contain_text(label)


def test_an_administrator_makes_an_object_and_uses_it_at_once(visit: Visiting) -> None:
    with visit() as at:
        page = at.page
        at.come_in("administrator")

        at.go("/settings/objects")
        page.get_by_role("link", name="New object").click()
        page.locator("#f-label_en").fill("Machine")
        page.locator("#f-plural_en").fill("Machines")
        page.locator("#f-label_zh").fill("机器")
        page.get_by_role("button", name="Make it").click()
        expect(page.locator("h1")).to_have_text("Machines")
        plural = page.url.rpartition("/")[2]
        a_field(at, "Serial number", "text")
        a_field(at, "State", "choice", choices=("Running", "Broken"))
        a_field(at, "Customer", "reference")

        for name, state in (("Press 7", "running"), ("Lathe 3", "broken")):
            at.go(f"/{plural}/new")
            page.locator("#f-name").fill(name)
            page.locator("#f-serial_number").fill(f"SN-{name[-1]}")
            page.locator("#f-state").select_option(state)
            page.get_by_role("button", name="Save").click()
            expect(page.locator("h1")).to_contain_text(name)

        at.go(f'/{plural}?filter={{"field":"state","op":"eq","value":"broken"}}')
        expect(page.locator("[data-list] tbody tr")).to_have_count(1)
        expect(at.first_row()).to_contain_text("Lathe 3")
        expect(page.locator(".rail, nav").first).to_contain_text("Machines")

        at.go(f"/{plural}")
        at.first_row().get_by_role("link").first.click()
        page.locator("dd[data-field=serial_number]").dblclick()
        page.locator("dd[data-field=serial_number] input").fill("SN-99")
        page.locator("dd[data-field=serial_number] input").press("Enter")
        expect(page.locator("dd[data-field=serial_number]")).to_have_text("SN-99")
        at.undo()
        expect(page.locator("dd[data-field=serial_number]")).to_have_text("SN-3")

        at.speak("zh-hans")
        at.go(f"/{plural}")
        expect(page.locator("h1")).to_have_text("机器")


def test_a_link_is_set_in_formatted_text_by_keys(visit: Visiting) -> None:
    with visit() as at:
        page = at.page
        at.come_in("administrator")
        at.go("/settings/objects/products")
        a_field(at, "Care", "rich_text")

        at.go("/products/new")
        sheet = page.locator(".rich.input")
        sheet.press_sequentially("See parts")
        sheet.press("Control+Shift+ArrowLeft")
        page.get_by_role("button", name="Link").press("Enter")
        page.get_by_label("Address of the link").fill("example.com/parts")
        page.keyboard.press("Enter")
        linked = sheet.inner_html()
        page.get_by_role("button", name="Link").press("Enter")
        page.keyboard.press("Escape")
        expect(sheet).to_be_focused()
        page.get_by_role("button", name="Link").press("Enter")
        page.get_by_label("Address of the link").fill("")
        page.keyboard.press("Enter")

        assert linked == 'See <a href="https://example.com/parts">parts</a>'
        assert sheet.inner_html() == "See parts"
        assert at.page.url.endswith("/products/new")
