"""One changes many, another works on one of them, and the first takes it back: asked, never guessed, never lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.journeys.conftest import Visiting
from tests.journeys.looking import violations
from tests.journeys.visiting import DESK, LANGUAGES, PHONE, Visitor, path_of

INDUSTRY = "dd[data-field=industry]"


def _made(visitor: Visitor, name: str) -> str:
    """A company of one's own in steel; the path of its page."""
    visitor.go("/accounts/new")
    visitor.page.locator("main [name=name]").fill(name)
    visitor.page.locator("main [name=industry]").fill("Steel")
    visitor.page.locator("main button[type=submit]").click()
    expect(visitor.page.locator("h1")).to_have_text(name)
    return path_of(visitor.page.url)


def _works_on(visitor: Visitor, record: str, industry: str) -> None:
    """Change the industry on the page of a record."""
    visitor.go(record)
    visitor.page.locator(f"a[hx-get='{record}/edit']").click()
    visitor.page.locator("#dialog[open] [name=industry]").fill(industry)
    visitor.page.locator("#dialog button[type=submit]").click()
    expect(visitor.page.locator("#dialog[open]")).to_have_count(0)


def _changes_both(visitor: Visitor, mark: str) -> None:
    """Give both companies another industry at once."""
    visitor.go(f"/accounts?q={mark}")
    rows = visitor.page.locator("[data-list] tbody tr")
    expect(rows).to_have_count(2)
    for number in (0, 1):
        rows.nth(number).locator("td.sel input").check()
    visitor.bulk("bulk/change")
    dialog = visitor.page.locator("#dialog[open]")
    dialog.locator("[name=field]").select_option("industry")
    dialog.locator("button[type=submit]").click()
    dialog.locator("[name=industry]").fill("Iron")
    dialog.locator("button[type=submit]").click()
    expect(visitor.page.locator("#dialog[open]")).to_have_count(0)


def _holds(visitor: Visitor, record: str, industry: str) -> None:
    visitor.go(record)
    for folded in visitor.page.locator("details.more summary").all():
        folded.click()
    expect(visitor.page.locator(INDUSTRY)).to_have_text(industry)


def _presses_undo(page: Page) -> Locator:
    """The dialog that comes of pressing Undo in the newest toast, by the keyboard."""
    button = page.locator("[data-undo]").last
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#dialog[open]")
    expect(dialog.locator(".contest")).to_have_count(1)
    return dialog


@contextmanager
def _both_at_work(visit: Visiting, mark: str, language: str) -> Iterator[tuple[Visitor, list[str]]]:
    """One with two companies, both of which were changed at once, and one of which another has worked on since."""
    with visit(DESK) as mei, visit(DESK) as lei:
        mei.come_in("sales", language)
        lei.come_in("manager")
        records = [_made(mei, f"{mark} {name}") for name in ("Acme", "Borealis")]
        _changes_both(mei, mark)
        _works_on(lei, records[0], "Coal")
        yield mei, records


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_another_worked_on_is_decided_value_by_value_and_the_undo_is_undone(
    visit: Visiting, language: str
) -> None:
    mark = f"Undo{language[:2]}"
    with _both_at_work(visit, mark, language) as (mei, (first, second)):
        dialog = _presses_undo(mei.page)
        contest = dialog.locator(".contest")
        for word in (f"{mark} Acme", "Steel", "Iron", "Coal"):
            expect(contest).to_contain_text(word)
        assert violations(mei) == []

        # The dialog has the focus on the box: a key ticks it, another sends it.
        expect(contest.locator("input")).to_be_focused()
        mei.page.keyboard.press("Space")
        dialog.locator("button[type=submit]").press("Enter")
        expect(mei.page.locator("#dialog[open]")).to_have_count(0)
        expect(mei.toast().locator("[data-undo]")).to_be_visible()
        again = mei.page.locator("[data-undo]").last.get_attribute("data-undo")
        assert re.fullmatch(r"/causes/[0-9a-f-]{36}/undo", again or "")

        mei.undo()
        expect(mei.page.locator(f"[data-undo='{again}']")).to_have_count(0)
        _holds(mei, first, "Coal")
        _holds(mei, second, "Iron")


def test_on_a_phone_the_timeline_asks_and_nothing_moves_before_the_answer(visit: Visiting) -> None:
    with visit(DESK) as lei, visit(PHONE) as mei:
        mei.come_in("sales")
        lei.come_in("manager")
        record = _made(mei, "Phone Undo Ltd")
        _works_on(mei, record, "Iron")
        _works_on(lei, record, "Coal")
        mei.go(f"{record}/history")

        mei.page.locator(".undo").first.tap()
        dialog = mei.page.locator("#dialog[open]")
        expect(dialog.locator(".contest")).to_contain_text("Coal")
        assert mei.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        dialog.locator("[data-close]").last.tap()
        _holds(mei, record, "Coal")

        mei.go(f"{record}/history")
        mei.page.locator(".undo").first.tap()
        dialog.locator(".contest input").tap()
        dialog.locator("button[type=submit]").tap()
        expect(mei.page.locator("#dialog[open]")).to_have_count(0)
        _holds(mei, record, "Steel")
