"""An administrator adds a formula and a roll-up in the settings; a sales person sorts and filters by them."""

from __future__ import annotations

import re
from secrets import token_hex
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.journeys.conftest import Visiting
    from tests.journeys.visiting import Visitor

WORDS = {
    "en": {
        "lists": "Objects and fields", "deals": "Deals", "accounts": "Accounts", "new": "New field",
        "make": "Make the field", "formula": "Weighted", "wrong": "There is no field “probabilty” (place 10).",
        "gives": "This gives: Money.", "rolled": "Big deals",
    },
    "zh-hans": {
        "lists": "对象与字段", "deals": "商机", "accounts": "客户", "new": "新建字段", "make": "创建字段",
        "formula": "加权额", "wrong": "没有字段“probabilty”（第 10 个字符处）。", "gives": "结果类型：金额。",
        "rolled": "大单数",
    },
}  # fmt: skip


def to_new_field(at: Visitor, objects: str, words: dict[str, str]) -> None:
    """By clicking from the home page to the form of a new field."""
    page = at.page
    at.go("/")
    page.locator("a[href='/settings']").first.click()
    page.get_by_role("link", name=words["lists"]).click()
    page.locator("main").get_by_role("link", name=words[objects], exact=True).first.click()
    page.get_by_role("link", name=words["new"]).first.click()


def choose_type(page: Page, kind: str) -> None:
    """Say of which type the field is."""
    with page.expect_response(re.compile("/fields/new")):
        page.locator("#f-type").select_option(kind)
    _drawn(page)


def choose(page: Page, name: str, value: str) -> None:
    """Choose among what a roll-up may be, and wait for what is asked then."""
    with page.expect_response(re.compile("/fields/new")):
        page.locator(f"#f-{name}").select_option(value)
    _drawn(page)


def _drawn(page: Page) -> None:
    """Wait until what came stands in the page; nobody types faster than that."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_formula_and_a_roll_up_are_made_and_worked_with(visit: Visiting, language: str) -> None:
    # A demo that stays for several runs has the field of the run before.
    named = {key: f"{WORDS[language][key]} {token_hex(2)}" for key in ("formula", "rolled")}
    words = WORDS[language] | named
    label = "#f-label_zh" if language == "zh-hans" else "#f-label_en"
    with visit() as at:
        page = at.page
        at.come_in("administrator", language)

        to_new_field(at, "deals", words)
        choose_type(page, "formula")
        page.locator(label).fill(words["formula"])
        page.locator("#f-expression").fill("amount * probabilty / 100")
        expect(page.locator("#field-told")).to_contain_text(words["wrong"])
        expect(page.locator("#field-told mark")).to_have_text("probabilty")
        page.locator("#f-expression").fill("amount * / 100")
        page.locator("#f-expression").evaluate("box => box.setSelectionRange(9, 9)")
        page.locator("[data-put=probability]").click()
        expect(page.locator("#f-expression")).to_have_value("amount * probability/ 100")
        expect(page.locator("#field-told")).to_contain_text(words["gives"])
        expect(page.locator("#field-look dd")).to_have_count(5)
        page.get_by_role("button", name=words["make"]).click()
        expect(page.locator("[data-order]")).to_contain_text(words["formula"])
        formula = page.locator("[data-order] li", has_text=words["formula"]).get_attribute("data-name") or ""

        to_new_field(at, "accounts", words)
        choose_type(page, "rollup")
        page.locator(label).fill(words["rolled"])
        choose(page, "list", "deals")
        with page.expect_response(re.compile("/fields/new")):
            page.locator(".rolled [data-do='add:0']").click()
        page.locator(".rolled [role=combobox]").first.fill(words["formula"])
        with page.expect_response(re.compile("/fields/new")):
            page.locator("[role=option]", has_text=words["formula"]).first.click()
        page.locator(".rolled .value input").first.fill("50000")
        expect(page.locator("#field-look dd")).to_have_count(5)
        page.get_by_role("button", name=words["make"]).click()
        expect(page.locator("[data-order]")).to_contain_text(words["rolled"])
        rolled = page.locator("[data-order] li", has_text=words["rolled"]).get_attribute("data-name") or ""

    with visit() as at:
        page = at.page
        at.come_in("sales", language)
        at.go(f'/accounts?filter={{"field":"{rolled}","op":"gte","value":1}}&sort=-{rolled}')
        told = page.locator(".chips, [data-chips], .filters").first
        expect(told).to_contain_text(words["rolled"])
        at.first_row().get_by_role("link").first.click()
        fact = page.locator("dt", has_text=words["rolled"]).locator("xpath=following-sibling::dd")
        expect(fact).to_have_text(re.compile(r"^\s*[1-9]\d*\s*$"))
        assert fact.get_attribute("data-field") in (None, "")
        at.go(f"/deals?sort=-{formula}")
        expect(page.locator("[data-list] tbody tr").first).to_be_visible()


def test_a_calculated_cell_follows_edits_beside_it(visit: Visiting) -> None:
    with visit() as at:
        name = f"doubled_{token_hex(2)}"
        at.come_in("administrator")
        at.go("/settings")
        made = at.post(
            "/settings/objects/accounts/fields/new", type="formula", label_en=name, name=name,
            expression="employees * 2", places="0",
        )  # fmt: skip
        at.page.evaluate(
            """async (name) => fetch("/accounts/columns", {method: "POST",
            body: new URLSearchParams([["column", "employees"], ["column", name]]),
            headers: {"X-CSRFToken": document.querySelector("meta[name=csrf-token]").content}})""",
            name,
        )

        at.go("/accounts")
        row = at.first_row()
        for employees in ("21", "34"):
            row.locator("td[data-field=employees]").dblclick()
            row.locator("td[data-field=employees] input").fill(employees)
            row.locator("td[data-field=employees] input").press("Enter")
            expect(row.locator("td[data-field=employees]")).to_have_text(employees)
            expect(row.locator(f"td[data-calculated={name}]")).to_have_text(str(int(employees) * 2))

        assert made == 200
