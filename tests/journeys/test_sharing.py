"""A deal shared with a colleague of another team: what she sees, why, and how an administrator sees with her eyes."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import DESK, LANGUAGES, PHONE, Visitor, path_of

COLLEAGUE = {"en": "He Ting", "zh-hans": "Deng Rui"}
SEEN, NOT_CHANGED = {"en": "May see it", "zh-hans": "可以查看"}, {"en": "May not change it", "zh-hans": "不能修改"}
WORDS = {"en": "You see Plexus as", "zh-hans": "您正在以"}
PASSWORD = "a quiet harbour in autumn"


def _chooses(visitor: Visitor, box: str, name: str) -> None:
    """Types a name into a combo box and takes what it offers."""
    visitor.page.locator(box).fill(name)
    offer = visitor.page.locator(f"{box}-list [role=option]", has_text=name).first
    offer.click()
    expect(visitor.page.locator(box)).to_have_value(name)


def _comes_by_link(admin: Visitor, colleague: Visitor, name: str, language: str) -> None:
    """The administrator makes a one-time link for somebody, who comes in by it and chooses a password."""
    admin.go("/settings/people")
    admin.page.locator("table a", has_text=name).click()
    admin.page.locator("form[action$='/link'] button").click()
    colleague.go(path_of(admin.page.locator("[data-secret]").inner_text()))
    asked = colleague.page.locator("[name=password]")
    if asked.count():
        asked.fill(PASSWORD)
    colleague.page.locator("main button[type=submit]").click()
    expect(colleague.page.locator(".rail, .bottom").first).to_be_attached()
    colleague.speak(language)


def _keeps_nobody_out(visitor: Visitor) -> None:
    found = Axe().run(visitor.page).response["violations"]
    assert not [(each["id"], each["nodes"][0]["html"][:200]) for each in found]


def _dialog(visitor: Visitor) -> Locator:
    return visitor.page.locator("#dialog[open]")


@pytest.mark.parametrize(("language", "size", "theme"), [(LANGUAGES[0], DESK, "light"), (LANGUAGES[1], PHONE, "dark")])
def test_a_deal_is_shared_until_tomorrow_and_everybody_knows_why(
    visit: Visiting, language: str, size: tuple[int, int], theme: str
) -> None:
    name = COLLEAGUE[language]
    with visit(size, theme) as seller, visit(size, theme) as admin, visit(size, theme) as colleague:
        seller.come_in("sales", language)
        admin.come_in("administrator", language)
        _comes_by_link(admin, colleague, name, language)
        seller.go("/deals?view=mine")
        deal = path_of(seller.page.locator("main a[href^='/deals/0']").first.get_attribute("href") or "")
        answer = colleague.page.goto(colleague.origin + deal)
        assert answer is not None
        assert answer.status == 404

        seller.go(deal)
        seller.more(f"a[hx-get='{deal}/sharing']")
        _chooses(seller, "#share-whom", name)
        tomorrow = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=1)
        _dialog(seller).locator("[name=expires_at]").fill(tomorrow.strftime("%Y-%m-%dT%H:%M"))
        _dialog(seller).locator("form button[type=submit]").click()
        expect(_dialog(seller).locator(".holders li", has_text=name)).to_be_visible()
        _keeps_nobody_out(seller)

        colleague.go(deal)
        expect(colleague.page.locator("#record h1")).to_be_visible()
        assert colleague.post(f"{deal}/edit", name="Mine now", version="1") == 403
        assert colleague.post(f"{deal}/sharing", person="x") in {403, 422}

        admin.go(deal)
        admin.page.locator("button[popovertarget='menu-record-more']").click()
        admin.page.locator(f"[hx-get='{deal}/access']").first.click()
        _chooses(admin, "#why-person", name)
        verdicts = _dialog(admin).locator(".verdict h3")
        expect(verdicts.nth(0)).to_have_text(SEEN[language])
        expect(verdicts.nth(1)).to_have_text(NOT_CHANGED[language])
        expect(_dialog(admin).locator(".verdict").first.locator("li.good")).to_contain_text(name)

        _keeps_nobody_out(admin)
        _dialog(admin).locator("form[action$='/see-as'] button").click()
        expect(admin.page.locator(".seeing")).to_contain_text(WORDS[language])
        expect(admin.page.locator("#record h1")).to_be_visible()
        assert path_of(admin.page.url) == deal
        _keeps_nobody_out(admin)
        assert admin.post("/accounts/new", name="Not by me") == 403
        answer = admin.page.goto(admin.origin + "/settings/people")
        assert answer is not None
        assert answer.status == 403
        expect(admin.page.locator(".seeing")).to_be_visible()
        admin.page.locator(".seeing button").click()
        expect(admin.page.locator(".seeing")).to_have_count(0)

        seller.go(deal)
        seller.more(f"a[hx-get='{deal}/sharing']")
        _dialog(seller).locator(".holders li", has_text=name).locator("button").click()
        expect(_dialog(seller).locator(".holders li", has_text=name)).to_have_count(0)
        answer = colleague.page.goto(colleague.origin + deal)
        assert answer is not None
        assert answer.status == 404


def test_the_dialog_opens_with_nothing_laid_over_its_button(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/deals?view=mine")
        seller.go(path_of(seller.page.locator("main a[href^='/deals/0']").first.get_attribute("href") or ""))

        seller.more("a[hx-get$='/sharing']")
        expect(_dialog(seller).locator("#share-whom")).to_be_focused()
        expect(_dialog(seller).locator("[role=listbox]")).to_be_hidden()
        seller.page.keyboard.press("ArrowDown")
        expect(_dialog(seller).locator("[role=listbox]")).to_be_visible()
