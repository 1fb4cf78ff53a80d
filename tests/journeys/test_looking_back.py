"""A manager holds today's board against that of last Monday; an import is taken back after others went on."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.test_importing import UNDO, Importer
from tests.journeys.visiting import LANGUAGES, Visitor, path_of


def made(at: Visitor, objects: str, **values: str) -> str:
    """A record made by its form; its address."""
    page = at.page
    at.go(f"/{objects}/new")
    for folded in page.locator("main details:not([open]) summary").all():
        folded.click()
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("h1")).to_have_text(next(iter(values.values())))
    return path_of(page.url)


def columns(at: Visitor) -> dict[str, str]:
    """What the head of each column of the board says: how many, and how much."""
    found: list[Any] = at.page.evaluate(
        "() => [...document.querySelectorAll('#board [data-lane]')].map(lane => "
        "[lane.dataset.label, lane.querySelector('header').innerText])"
    )
    return dict(found)


def travel(at: Visitor, to: str) -> None:
    """Look at the page as of a moment."""
    at.page.locator("[popovertarget=menu-travel]").click()
    at.page.locator("#as-of").fill(to)
    at.page.locator("#menu-travel [type=submit]").click()
    expect(at.page.locator(".past")).to_be_visible()


def last_monday(now: datetime) -> str:
    """Nine o'clock of the Monday before this week's."""
    monday = now - timedelta(days=now.weekday() + 7)
    return monday.strftime("%Y-%m-%dT09:00")


def test_a_manager_holds_the_board_against_that_of_last_monday(visit: Visiting) -> None:
    name = f"Fresh deal {token_hex(2)}"
    with visit() as manager:
        manager.come_in("manager")
        page = manager.page
        manager.go("/deals/board")
        before = columns(manager)
        made(manager, "deals", name=name)
        manager.go("/deals/board")
        today = columns(manager)
        now = datetime.fromisoformat(page.evaluate("new Date().toISOString().slice(0, 16)"))

        travel(manager, last_monday(now))

        then = columns(manager)
        expect(page.locator("main")).not_to_contain_text(name)
        assert today != before
        assert set(then) == set(today)
        assert then != today
        expect(page.locator("#board[data-board]")).to_have_count(0)
        page.locator(".past a").click()
        expect(page.locator(".past")).to_have_count(0)
        assert columns(manager) == today


def edited(at: Visitor, record: str, city: str) -> None:
    """Another city, typed where it stands."""
    at.go(record)
    cell = at.page.locator("dd[data-field=city]")
    cell.dblclick()
    cell.locator("input").fill(city)
    cell.locator("input").press("Enter")
    expect(cell).to_have_text(city)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_import_is_taken_back_after_somebody_else_went_on(visit: Visiting, tmp_path: Path, language: str) -> None:
    mark = token_hex(3)
    names = [f"{each} {mark}" for each in ("Kept", "Contested", "Retaken", "New")]
    file = tmp_path / "firms.csv"
    file.write_text("\n".join(["Name,City,Industry", *(f"{each},Lyon,Textiles" for each in names)]), "utf-8")
    with visit() as admin, visit() as manager:
        admin.come_in("administrator", language)
        manager.come_in("manager")
        page, importer = admin.page, Importer(admin)
        kept, contested, retaken = (made(admin, "accounts", name=each, city="Paris") for each in names[:3])

        admin.go("/imports/new?object=accounts")
        importer.upload(file)
        importer.try_it()
        importer.bring_in()
        result = path_of(page.url)
        edited(manager, contested, "Nice")
        edited(manager, retaken, "Brest")
        admin.go(result)
        page.locator(UNDO).click()
        dialog = page.locator("#dialog[open]")

        for name, now in ((names[1], "Nice"), (names[2], "Brest")):
            for word in ("Paris", "Lyon", now):
                expect(dialog.locator(".contest").filter(has_text=name)).to_contain_text(word)
        importer.look()
        dialog.locator(".contest").filter(has_text=names[2]).get_by_role("checkbox").check()
        dialog.locator("button[type=submit]").click()
        expect(dialog).to_have_count(0)
        for address, city in ((kept, "Paris"), (contested, "Nice"), (retaken, "Paris")):
            admin.go(address)
            expect(page.locator("dd[data-field=city]")).to_have_text(city)
            expect(page.locator(".facts")).not_to_contain_text("Textiles")
        admin.go(f"/accounts?view=all&q={mark}")
        expect(page.locator("[data-list] tbody tr[data-id]")).to_have_count(3)
        assert not importer.violations
