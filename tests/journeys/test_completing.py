"""A manager says what a complete account holds; a sales person sees what lacks, and fills it in where it stands."""

from __future__ import annotations

import re
from secrets import token_hex
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.journeys.conftest import Visiting
    from tests.journeys.visiting import Visitor

WORDS = {
    "en": {
        "insight": "Data quality", "objects": "Objects and fields", "contacts": "Contacts", "counts": "Completeness",
        "save": "Save", "saved": "reckoned like this", "repair": "What to repair", "missing": "Missing:",
        "more": "More", "form": "Clean up values", "would": "would change", "department": "Department",
    },
    "zh-hans": {
        "insight": "数据质量", "objects": "对象与字段", "contacts": "联系人", "counts": "完整度",
        "save": "保存", "saved": "都按此计算", "repair": "待补全的记录", "missing": "缺少：",
        "more": "更多", "form": "规范数据", "would": "会改变", "department": "部门",
    },
}  # fmt: skip


def a_contact(at: Visitor, name: str) -> None:
    """A contact with next to nothing, made by form; leaves the browser on its page."""
    at.go("/contacts/new")
    at.page.locator("#f-full_name").fill(name)
    at.page.locator("form[data-dirty] button[type=submit]").click()
    expect(at.page.locator("#record")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_lacks_is_seen_and_filled_in_where_it_stands(visit: Visiting, language: str) -> None:
    words, name = WORDS[language], f"SMITH, ANNA {token_hex(2).upper()}"
    with visit() as at:
        page = at.page
        at.come_in("administrator", language)
        a_contact(at, name)
        meter = page.locator("#record details.complete")
        before = meter.locator(".num").inner_text()
        meter.locator("summary").click()
        expect(meter).to_contain_text(words["missing"])
        meter.get_by_role("link", name=words["department"], exact=True).click()
        cell = page.locator("dd[data-field='department']")
        cell.locator("input").fill("Sales")
        cell.locator("input").press("Enter")
        expect(page.locator("#record details.complete .num")).not_to_have_text(before)

        page.locator("#record .id [popovertarget], #record .id button").first.click()
        page.get_by_role("menuitem", name=words["form"]).or_(page.get_by_role("link", name=words["form"])).first.click()
        dialog = page.locator("#dialog")
        expect(dialog).to_contain_text(words["would"])
        dialog.locator("button[type=submit]").click()
        expect(page.locator("#record h1")).to_contain_text(re.compile("^Anna .* Smith$"))
        assert not at.troubles


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_administrator_says_what_counts_and_the_worklist_follows(visit: Visiting, language: str) -> None:
    words = WORDS[language]
    with visit() as at:
        page = at.page
        at.come_in("administrator", language)
        page.get_by_role("link", name=words["insight"]).first.click()
        page.locator("main a[href='/quality/contacts']").click()
        expect(page.locator("#worklist h2")).to_contain_text(words["repair"])
        expect(page.locator("[data-chart] svg").first).to_be_visible()
        row = page.locator("#worklist tbody tr").first
        link = row.locator("a[data-fix]").first
        field = link.get_attribute("data-fix")
        link.click()
        expect(row.locator(f"td[data-field='{field}'] :is(input, select)").first).to_be_visible()
        page.keyboard.press("Escape")

        at.go("/")
        page.locator("a[href='/settings']").first.click()
        page.get_by_role("link", name=words["objects"]).click()
        page.locator("main").get_by_role("link", name=words["contacts"], exact=True).first.click()
        page.get_by_role("link", name=words["counts"]).first.click()
        page.locator("select[name='weight_birthday']").select_option("5")
        page.get_by_role("button", name=words["save"], exact=True).click()
        expect(page.locator("body")).to_contain_text(words["saved"])
        at.go("/quality/contacts")
        expect(page.locator("#worklist th[data-column='birthday']")).to_have_count(1)
        at.go("/settings/objects/contacts/standard")
        page.locator("form[action$='/standard/drop'] button").click()
        expect(page.locator("select[name='weight_birthday']")).to_have_value("")
        assert not at.troubles
