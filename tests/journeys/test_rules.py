"""An administrator makes a rule, asks for a field and lays out the form; a sales person meets all of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.journeys.visiting import LANGUAGES

if TYPE_CHECKING:
    from tests.journeys.conftest import Visiting
    from tests.journeys.visiting import Visitor

SAID = {"en": "A deal from a fair costs at least 100.", "zh-hans": "展会商机的金额至少为 100。"}
MISSING = "is_emty(amount)"


def written(at: Visitor, name: str, expression: str, *, good: bool = True) -> None:
    """Type an expression and wait for what is said of it."""
    page = at.page
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(f"#f-{name}").fill(expression)
    expect(page.locator(f"#told-{name}")).to_have_class(re.compile("good" if good else "bad"))


def makes_a_rule(at: Visitor) -> None:
    """From the home page by clicks alone: the rule, first with an error in it, then tried, then made."""
    page = at.page
    at.go("/settings/objects/deals")
    page.locator("a[href='/settings/objects/deals/rules']").click()
    page.locator("a[href='/settings/objects/deals/rules/new']").first.click()
    written(at, "refuse_when", MISSING, good=False)
    expect(page.locator("#told-refuse_when mark")).to_have_text(MISSING)
    written(at, "refuse_when", "source = 'fair' and amount < money(100, 'CNY')")
    page.locator("[hx-vals*=try]").click()
    expect(page.locator("#tried")).to_contain_text("0")
    page.locator("#f-message_en").fill(SAID["en"])
    page.locator("#f-message_zh").fill(SAID["zh-hans"])
    page.locator("#f-field").select_option("amount")
    page.locator("main form button[type=submit].main").click()
    expect(page.locator("main")).to_contain_text("amount < money(100, 'CNY')")


def says_of_fields(at: Visitor, **said: dict[str, str]) -> None:
    """The rules of single fields."""
    for field, expressions in said.items():
        at.go(f"/settings/objects/deals/field-rules/{field}")
        for name, expression in expressions.items():
            written(at, name, expression)
        at.page.locator("main form button[type=submit].main").click()
        expect(at.page.locator("main")).to_contain_text(re.compile("Rules|规则"))


def lays_out(at: Visitor) -> None:
    """A new section in which the amount stands, moved there by keys alone."""
    page = at.page
    at.go("/settings/objects/deals/layouts")
    page.locator("a[href$='/layouts/everybody']").click()
    page.locator("[data-section-new]").click()
    section = page.locator("[data-sections] [data-section]").last
    section.locator("[name=label_en]").fill("What it is worth")
    section.locator("[name=label_zh]").fill("价值")
    amount = page.locator("[data-laid-field]", has=page.locator("input[value='field:amount']"))
    amount.focus()
    for _step in range(40):
        if section.locator("input[value='field:amount']").count():
            break
        page.keyboard.press("Alt+ArrowDown")
    expect(section.locator("input[value='field:amount']")).to_have_count(1)
    page.locator("main form button[type=submit].main").first.click()
    expect(page).to_have_url(re.compile("/layouts$"))


def cleans_up(at: Visitor) -> None:
    """Everything as it was, for whoever comes next."""
    page = at.page
    at.go("/settings/objects/deals/rules")
    while left := page.locator("input[name=to][value=off]").count():
        page.locator("form:has(input[value=off]) button").first.click()
        expect(page.locator("input[name=to][value=off]")).to_have_count(left - 1)
    for field in ("description", "source"):
        at.go(f"/settings/objects/deals/field-rules/{field}")
        for box in page.locator("[data-expression]").all():
            box.fill("")
        page.locator("main form button[type=submit].main").click()
    at.go("/settings/objects/deals/layouts/everybody")
    page.locator("main form[action$='/drop'] button").click()
    expect(page).to_have_url(re.compile("/layouts$"))


def typed(at: Visitor, **values: str) -> Any:
    """Fill in the form of a new deal; the form answers."""
    for name, value in values.items():
        with at.page.expect_response(re.compile("/new/react")):
            at.page.locator(f"#f-{name}").fill(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_administrator_demands_a_sales_person_meets(visit: Visiting, language: str) -> None:
    try:
        with visit() as at:
            at.come_in("administrator", language)
            makes_a_rule(at)
            says_of_fields(
                at,
                description={"required_when": "source = 'fair'", "visible_when": "source = 'fair'"},
                source={"default": "if(is_empty(contact), 'web', 'personal')"},
            )
            lays_out(at)
        with visit() as at:
            at.come_in("sales", language)
            page = at.page
            at.go("/deals/new")
            description = page.locator("[data-control=description]")
            expect(page.locator("#f-source")).to_have_value("web")
            expect(description).to_be_hidden()
            expect(page.locator("fieldset.group legend")).to_have_text(
                "What it is worth" if language == "en" else "价值"
            )

            typed(at, name="Ten lathes", source="fair", amount="99")
            expect(description).to_be_visible()
            expect(description.locator(".must")).to_be_visible()
            typed(at, description="Met at the fair")
            page.locator("main button[type=submit].main").click()
            expect(page.locator("#f-amount-error")).to_have_text(SAID[language])

            typed(at, amount="100")
            page.locator("main button[type=submit].main").click()
            expect(page.locator("h1")).to_have_text("Ten lathes")
            expect(page.locator(".facts")).to_contain_text("Met at the fair")
            expect(page.locator(".facts h2").first).to_have_text("What it is worth" if language == "en" else "价值")
    finally:
        with visit() as at:
            at.come_in("administrator", language)
            cleans_up(at)
