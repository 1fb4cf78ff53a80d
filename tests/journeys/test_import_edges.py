"""The edges of the wizard: two tabs, a session that ends, the ways back, reloading, and files that are none."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import DESK, LANGUAGES, PHONE, Visitor

WORKED = 60_000
SUBMIT, MEANWHILE, KEPT = ".form-foot button.main", ".notice.warn", ".draft"
HAN = re.compile(r"[\u4e00-\u9fff]")


def people(folder: Path, rows: int = 2) -> Path:
    """A file of people whom nobody has met."""
    mark = f"edge{uuid4().hex[:8]}"
    lines = (f"Person {number} {mark},p{number}@{mark}.example,Sales" for number in range(rows))
    file = folder / f"{mark}.csv"
    file.write_text("\n".join([f"Full name,E-mail,{mark}", *lines]), "utf-8")
    return file


def take(visitor: Visitor, file: Path) -> None:
    """From the first step to the columns."""
    visitor.go("/imports/new?object=contacts")
    give(visitor.page, file)
    expect(visitor.page.locator(".mapping")).to_be_visible()


def give(page: Page, file: Path) -> None:
    """Choose a file and send it."""
    page.locator("main [name=file]").set_input_files(file)
    page.locator("main button[type=submit]").click()


def choose(page: Page, name: str, value: str) -> None:
    """Choose in the form of the columns, and wait until it is drawn anew."""
    with page.expect_response(lambda answer: answer.url.endswith("/draw")):
        page.locator(f"[name={name}]").select_option(value)
    expect(page.locator(f"[name={name}]")).to_have_value(value)


def try_it(page: Page) -> None:
    """To the trial."""
    page.locator(SUBMIT).click()
    expect(page.locator(".sums")).to_be_visible(timeout=WORKED)


@contextmanager
def second_tab(visitor: Visitor) -> Iterator[Page]:
    """The same page in another tab of the same browser."""
    page = visitor.context.new_page()
    page.set_default_timeout(15_000)
    page.goto(visitor.page.url)
    yield page
    page.close()


def come_back(page: Page) -> None:
    """Sign in again where one was sent to."""
    expect(page).to_have_url(re.compile("/sign-in"))
    page.locator("form[action='/demo/administrator'] button").click()


def test_what_another_tab_changed_is_not_imported_unseen(visit: Visiting, tmp_path: Path) -> None:
    with visit() as visitor:
        visitor.come_in("administrator")
        page = visitor.page
        take(visitor, people(tmp_path))
        try_it(page)
        with second_tab(visitor) as other:
            other.get_by_role("link", name="Change the columns").click()
            choose(other, "field_2", "job_title")
            try_it(other)

            page.locator(SUBMIT).click()

            expect(page.locator(MEANWHILE)).to_contain_text("Nothing was imported")
            expect(page.locator(".sums")).to_be_visible()
            page.locator(SUBMIT).click()
            expect(page.locator("a[hx-get$='/undo']")).to_be_visible(timeout=WORKED)
        page.get_by_role("link", name="Show the records").click()
        page.locator("[data-list] tbody td.lead a").first.click()
        expect(page.locator("#record .facts")).to_contain_text("Sales")


def test_columns_changed_after_the_start_elsewhere_lead_to_what_runs(visit: Visiting, tmp_path: Path) -> None:
    with visit() as visitor:
        visitor.come_in("administrator")
        page = visitor.page
        take(visitor, people(tmp_path))
        with second_tab(visitor) as other:
            try_it(other)
            other.locator(SUBMIT).click()
            expect(other.locator("a[hx-get$='/undo']")).to_be_visible(timeout=WORKED)

            page.locator("[name=field_2]").select_option("job_title")
            page.locator(SUBMIT).click()

            expect(page.locator(MEANWHILE)).to_contain_text("was started meanwhile")
            expect(page.locator(".sums b")).to_have_text(["2"])


def test_an_import_started_twice_runs_once(visit: Visiting, tmp_path: Path) -> None:
    with visit() as visitor:
        visitor.come_in("administrator")
        page, file = visitor.page, people(tmp_path)
        take(visitor, file)
        try_it(page)
        with second_tab(visitor) as other:
            page.locator(SUBMIT).click()
            other.locator(SUBMIT).click()

            for each in (page, other):
                expect(each.locator("a[hx-get$='/undo']")).to_be_visible(timeout=WORKED)
                expect(each.locator(".sums b")).to_have_text(["2"])
        visitor.go(f"/contacts?q={file.stem}")
        expect(page.locator("[data-list] tbody tr[data-id]")).to_have_count(2)


def test_who_is_signed_out_while_choosing_finds_every_choice_again(visit: Visiting, tmp_path: Path) -> None:
    with visit() as visitor:
        visitor.come_in("administrator")
        page = visitor.page
        take(visitor, people(tmp_path))
        where = page.url
        choose(page, "field_2", "job_title")
        page.locator("[name=mode][value=create]").check()
        visitor.context.clear_cookies(name="sessionid")

        page.locator(SUBMIT).click()
        come_back(page)

        expect(page.locator(KEPT)).to_be_visible()
        assert page.url == where
        expect(page.locator("[name=field_2]")).to_have_value("job_title")
        expect(page.locator("[name=mode][value=create]")).to_be_checked()
        try_it(page)
        assert page.locator(".sums b").all_inner_texts() == ["2"]


def test_who_is_signed_out_before_the_start_comes_back_to_the_trial(visit: Visiting, tmp_path: Path) -> None:
    with visit() as visitor:
        visitor.come_in("administrator")
        page = visitor.page
        take(visitor, people(tmp_path))
        try_it(page)
        where = page.url
        visitor.context.clear_cookies(name="sessionid")

        page.locator(SUBMIT).click()
        come_back(page)

        expect(page.locator(".sums")).to_be_visible()
        assert page.url == where
        page.locator(SUBMIT).click()
        expect(page.locator("a[hx-get$='/undo']")).to_be_visible(timeout=WORKED)


def test_a_tab_from_before_signing_in_again_still_works(visit: Visiting, tmp_path: Path) -> None:
    with visit() as visitor:
        visitor.come_in("administrator")
        page = visitor.page
        take(visitor, people(tmp_path))
        visitor.context.clear_cookies(name="sessionid")
        with second_tab(visitor) as other:
            come_back(other)
            expect(other.locator(".mapping")).to_be_visible()

            try_it(page)

        assert page.locator(".sums b").all_inner_texts() == ["2"]
        assert not visitor.refused


def test_every_way_back_and_reloading_keeps_what_was_chosen(visit: Visiting, tmp_path: Path) -> None:
    with visit() as visitor:
        visitor.come_in("administrator")
        page, file = visitor.page, people(tmp_path)
        take(visitor, file)
        columns = page.url

        choose(page, "field_2", "job_title")
        page.reload()
        expect(page.locator("[name=field_2]")).to_have_value("job_title")
        page.locator(".form-foot").get_by_role("link", name="Back").click()
        expect(page.locator(".notice")).to_contain_text(file.name)
        page.get_by_role("link", name=f"Go on with {file.name}").click()
        expect(page.locator("[name=field_2]")).to_have_value("job_title")
        try_it(page)
        trial = page.url
        page.reload()
        expect(page.locator(".sums")).to_be_visible()
        page.go_back()
        expect(page).to_have_url(columns)
        expect(page.locator("[name=field_2]")).to_have_value("job_title")
        page.go_forward()
        expect(page).to_have_url(trial)
        page.locator(".steps a", has_text="Columns").click()
        expect(page.locator("[name=field_2]")).to_have_value("job_title")
        expect(page.locator(KEPT)).to_have_count(0)
        try_it(page)
        page.locator(SUBMIT).click()
        expect(page.locator("a[hx-get$='/undo']")).to_be_visible(timeout=WORKED)
        page.go_back()
        page.go_back()
        page.reload()
        expect(page.locator("a[hx-get$='/undo']")).to_be_visible()


def test_a_choice_can_be_discarded(visit: Visiting, tmp_path: Path) -> None:
    with visit() as visitor:
        visitor.come_in("administrator")
        page = visitor.page
        take(visitor, people(tmp_path))
        before = page.locator("[name=field_2]").input_value()
        choose(page, "field_2", "job_title")
        page.reload()

        page.locator(f"{KEPT} button").click()

        expect(page.locator(KEPT)).to_have_count(0)
        expect(page.locator("[name=field_2]")).to_have_value(before)


def _zipped(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return held.getvalue()


LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3_000) + "EncryptedPackage".encode("utf-16-le") + bytes(3_000)
NO_TABLES: dict[str, Callable[[], bytes]] = {
    "nothing.csv": lambda: b"",
    "blanks.csv": lambda: b"\n \n",
    "header.csv": lambda: b"Full name,E-mail\n",
    "picture.csv": lambda: b"\x89PNG\r\n\x1a\n" + bytes(2_000),
    "broken.xlsx": lambda: b"PK\x03\x04" + b"rubbish" * 200,
    "locked.xlsx": lambda: LOCKED,
    "bomb.xlsx": lambda: _zipped(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=bytes(30_000_000)),
    "long.csv": lambda: b"Full name,Description\nLong," + b"x" * 300_000 + b"\n",
    "nothing.zip": lambda: _zipped(readme_md=b"no table"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_no_table_is_told_and_nothing_is_begun(visit: Visiting, tmp_path: Path, language: str) -> None:
    with visit() as visitor:
        visitor.come_in("manager", language)
        page = visitor.page
        visitor.go("/imports")
        before = page.locator("main .rel li").count()
        for name, content in NO_TABLES.items():
            file = tmp_path / name
            file.write_bytes(content())
            visitor.go("/imports/new?object=contacts")

            give(page, file)

            told = page.locator(".notice.bad")
            expect(told).to_contain_text(name)
            assert bool(HAN.search(told.inner_text())) == (language == "zh-hans"), told.inner_text()
            expect(page.locator("main [name=object]")).to_have_value("contacts")
        visitor.go("/imports")
        expect(page.locator("main .rel li")).to_have_count(before)


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_large_a_file_is_told_before_it_travels_and_by_the_server_too(
    visit: Visiting, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "large.csv"
    with visit() as visitor:
        visitor.come_in("manager", language)
        page = visitor.page
        for megabytes, unchecked, told in ((257, False, ".drop .error"), (1_100, True, ".toast.bad")):
            with file.open("wb") as out:
                out.truncate(megabytes * 1024**2)
            visitor.go("/imports/new?object=contacts")
            if unchecked:  # as a program would send it
                page.locator("[data-most]").evaluate("zone => zone.removeAttribute('data-most')")

            page.locator("main [name=file]").set_input_files(file)
            if unchecked:
                page.locator("main button[type=submit]").click()

            expect(page.locator(told)).to_contain_text("MB")
            assert bool(HAN.search(page.locator(told).inner_text())) == (language == "zh-hans")
            if not unchecked:
                assert page.locator("main [name=file]").evaluate("field => field.files.length") == 0


def test_three_hundred_columns_are_shown_and_tried(visit: Visiting, tmp_path: Path) -> None:
    mark = f"wide{uuid4().hex[:6]}"
    file = tmp_path / f"{mark}.csv"
    names, cells = (f"{mark} {number}" for number in range(298)), ["x"] * 298
    file.write_text(f"Full name,E-mail,{','.join(names)}\nWide {mark},w@{mark}.example,{','.join(cells)}\n", "utf-8")
    with visit(PHONE) as visitor:
        visitor.come_in("administrator")
        page = visitor.page
        visitor.go("/imports/new?object=contacts")

        give(page, file)

        expect(page.locator(".mapping .column")).to_have_count(300, timeout=WORKED)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        try_it(page)
        assert page.locator(".sums b").all_inner_texts() == ["1"]


def test_a_file_whose_every_row_is_refused_cannot_be_started(visit: Visiting, tmp_path: Path) -> None:
    file = tmp_path / "refused.csv"
    file.write_text(f"Full name,E-mail,{uuid4().hex}\nOne,nothing,\nTwo,nothing,\n", "utf-8")
    with visit() as visitor:
        visitor.come_in("manager")
        page = visitor.page
        take(visitor, file)

        try_it(page)

        expect(page.locator(".notice.bad")).to_contain_text("No row of this file can come in")
        expect(page.locator(SUBMIT)).to_have_count(0)
        expect(page.locator("a[href$='/errors']")).to_be_visible()


def test_what_is_here_already_need_not_be_imported(visit: Visiting, tmp_path: Path) -> None:
    file = people(tmp_path)
    with visit() as visitor:
        visitor.come_in("manager")
        page = visitor.page
        take(visitor, file)
        try_it(page)
        page.locator(SUBMIT).click()
        expect(page.locator("a[hx-get$='/undo']")).to_be_visible(timeout=WORKED)
        take(visitor, file)

        try_it(page)

        expect(page.locator(".notice.info")).to_contain_text("Everything in this file is here already")
        expect(page.locator(SUBMIT)).to_have_count(0)


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_trial_and_an_import_are_stopped_in_the_middle(
    visit: Visiting, tmp_path: Path, size: tuple[int, int]
) -> None:
    file = people(tmp_path, 40_000)
    with visit(size) as visitor:
        visitor.come_in("administrator")
        page = visitor.page
        take(visitor, file)
        page.locator(SUBMIT).click()
        page.locator(".work .btn").click(timeout=WORKED)

        expect(page.locator(".notice.bad")).to_contain_text("Nothing is changed", timeout=WORKED)
        expect(page.locator(".sums")).to_have_count(0)
        page.locator(".head .btn", has_text="Try again").click()
        expect(page.locator(".sums b")).to_have_text(["40,000"], timeout=WORKED)
        page.locator(SUBMIT).click()
        page.locator(".work .btn").click(timeout=WORKED)
        expect(page.locator(".notice.bad")).to_contain_text("It was stopped", timeout=WORKED)
        visitor.settle()
        undo = page.locator("a[hx-get$='/undo']")
        if undo.count():
            undo.click()
            page.locator("#dialog[open] button[type=submit]").click()
            expect(page.locator("#dialog[open]")).to_have_count(0, timeout=WORKED)
        visitor.go(f"/contacts?q={file.stem}")
        expect(page.locator("[data-list] tbody tr[data-id]")).to_have_count(0)
