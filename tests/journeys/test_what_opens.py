"""Every menu, pop-up and dialog of the main pages is opened, and nothing in it keeps anybody out; each gives the focus
back to whoever opened it.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.looking import violations
from tests.journeys.visiting import DESK, PHONE, Visitor

PAGES = (
    "/accounts", "/deals?layout=groups&by=stage", "/deals?layout=board&by=owner", "/tasks?layout=calendar&by=due_at",
    "/deals/board", "/dashboard", "/quality/accounts", "/lists", "/trash", "/settings", "record", "deal",
)  # fmt: skip
# What stands in the frame of every page is opened on one of them.
FRAME = {"menu-new", "menu-account", "menu-language-bar", "menu-all"}
OPENERS = """() => [...document.querySelectorAll("[popovertarget]")]
    .filter((button) => button.getClientRects().length).map((button) => button.getAttribute("popovertarget"))"""
STICKS_OUT = """id => { const box = document.getElementById(id).getBoundingClientRect();
    return box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight; }"""
# What is loaded into the dialog, from where it is asked for.
DIALOGS = {
    "/accounts": (".chip.add", ".head [hx-get='/accounts/new']", "#menu-list-more [hx-get*='export']"),
    "record": (
        "main a[href$='/edit']", "main a[href$='/relations/new']", "#menu-record-more [hx-get*='/sharing']",
        "#menu-record-more [hx-get*='/access']", "#menu-record-more [hx-get*='/actions/']",
    ),
    "deal": ("main [hx-get*='/actions/lose']", "main [hx-get*='/deal-line-items/new']"),
    "/notifications": ("main [hx-get$='/notifications/settings']",),
}  # fmt: skip


def _go(visitor: Visitor, page: str) -> None:
    """Open a page; a record by the first row of its list."""
    lists = {"record": "/accounts", "deal": "/deals?view=mine"}
    visitor.go(lists.get(page, page))
    if page in lists:
        link = visitor.page.locator("td.lead a").first.get_attribute("href")
        assert link is not None
        visitor.go(link)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_menu_keeps_anybody_out(visit: Visiting, size: tuple[int, int]) -> None:
    found: list[Any] = []
    opened: set[str] = set()
    with visit(size) as admin:
        admin.come_in("administrator")
        for page in PAGES:
            _go(admin, page)
            for target in dict.fromkeys(admin.page.evaluate(OPENERS)):
                if target not in FRAME & opened:
                    found += _menu(admin, target)
                    opened.add(target)
    assert not found
    frame = FRAME - ({"menu-language-bar"} if size == PHONE else {"menu-all"})
    assert frame | {"menu-layout", "menu-columns", "menu-sort", "menu-travel", "menu-record-more"} <= opened


def _menu(visitor: Visitor, target: str) -> list[Any]:
    """What is wrong with a menu while it is open, and after it was closed."""
    page = visitor.page
    button, menu = page.locator(f"[popovertarget={target}]").locator("visible=true").first, page.locator(f"#{target}")
    button.click()
    expect(menu).to_be_visible()
    found = violations(visitor, themes=())
    if page.evaluate(STICKS_OUT, target):
        found.append((page.url, target, "sticks out of the window", ""))
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    return found


@pytest.mark.timeout(300)
def test_no_dialog_keeps_anybody_out(visit: Visiting) -> None:
    found: list[Any] = []
    with visit() as admin:
        admin.come_in("administrator")
        for page, openers in DIALOGS.items():
            for opener in openers:
                _go(admin, page)
                found += _dialog(admin, opener)
    assert not found


def _dialog(visitor: Visitor, opener: str) -> list[Any]:
    page = visitor.page
    inside = re.match(r"#(menu-[\w-]+) ", opener)
    first = page.locator(f"[popovertarget={inside[1]}]" if inside else opener).first
    first.click()
    if inside:
        page.locator(opener).first.click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    found = violations(visitor, themes=())
    for _layer in range(2):  # A list of offers closes before its dialog does.
        page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(first).to_be_focused()
    return found


def test_the_choice_between_mine_and_theirs_keeps_nobody_out(visit: Visiting) -> None:
    with visit() as admin, visit() as manager:
        admin.come_in("administrator")
        manager.come_in("manager")
        admin.go("/products/new")
        admin.page.locator("main [name=name]").fill("Two at once")
        admin.page.locator("main [type=submit]").click()
        edit = admin.page.locator("main a[href$='/edit']").first.get_attribute("href")
        assert edit is not None
        for one in (admin, manager):
            one.go(edit)
            one.page.locator("main [name=code]").fill(f"C-{'A' if one is admin else 'M'}")
        admin.page.locator("main [type=submit]").click()
        expect(admin.page.locator("main")).to_contain_text("C-A")

        manager.page.locator("main [type=submit]").click()
        conflict = manager.page.locator(".conflict")

        expect(conflict.locator("tbody td")).to_have_text(["—", "C-M", "C-A"])
        assert not violations(manager)
        conflict.get_by_role("radio").nth(1).check()
        conflict.locator("[type=submit]").click()
        expect(manager.page.locator("main h1")).to_have_text("Two at once")
        expect(manager.page.locator("main")).to_contain_text("C-A")
