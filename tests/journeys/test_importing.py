"""A file goes the whole way of the wizard: upload, columns, trial, import, refused rows, repaired file, undo."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import DESK, PHONE, Visitor

WORKED = 60_000  # a machine that tests is busy, and a worker takes an import when it comes to it
HEADERS = {"en": "Full name,E-mail,Department", "zh-hans": "姓名,电子邮箱,部门"}
EMAIL = {"en": "email", "zh-hans": "emails"}
UNDO, SUBMIT = "a[hx-get$='/undo']", ".form-foot button.main"


class Importer:
    """A visitor in the wizard, who looks at each step for what would keep somebody out."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.violations: list[Any] = []

    def look(self) -> None:
        """What axe finds on this step."""
        found = Axe().run(self.page).response["violations"]
        self.violations += [(self.page.url, each["id"], each["nodes"][0]["html"][:200]) for each in found]

    def upload(self, file: Path) -> None:
        """Choose a file on the page of the first step, and go on to its columns."""
        self.look()
        self.page.locator("main [name=file]").set_input_files(file)
        self.page.locator("main button[type=submit]").click()
        expect(self.page.locator(".mapping")).to_be_visible()
        self.look()

    def try_it(self) -> None:
        """To the trial."""
        self.page.locator(SUBMIT).click()
        expect(self.page.locator(".sums")).to_be_visible(timeout=WORKED)
        expect(self.page.locator(".steps [aria-current]")).to_be_visible()
        self.look()

    def bring_in(self) -> None:
        """To the result."""
        self.page.locator(SUBMIT).click()
        expect(self.page.locator(UNDO)).to_be_visible(timeout=WORKED)
        self.look()

    def sums(self) -> list[str]:
        """The figures."""
        return self.page.locator(".sums b").all_inner_texts()

    def undo(self) -> None:
        """Take the import back by its dialog."""
        self.page.locator(UNDO).click()
        expect(self.page.locator("#dialog[open]")).to_be_visible()
        self.look()
        self.page.locator("#dialog button[type=submit]").click()
        expect(self.page.locator("#dialog[open]")).to_have_count(0)


@pytest.mark.parametrize(("language", "size"), [("en", DESK), ("zh-hans", PHONE)])
def test_a_file_goes_from_upload_to_undo(visit: Visiting, tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    mark = f"journey{uuid4().hex[:6]}"
    file = tmp_path / f"{mark}.csv"
    rows = f"Good {mark},good@{mark}.example,Sales,1\nBad {mark},no address,Sales,2\n"
    file.write_text(f"{HEADERS[language]},{mark}\n{rows}", "utf-8")
    with visit(size) as visitor:
        visitor.come_in("administrator", language)
        importer, page = Importer(visitor), visitor.page
        visitor.go("/imports/new?object=contacts")

        importer.upload(file)
        proposed = [page.locator(f"[name=field_{place}]").input_value() for place in range(3)]
        page.locator("[name=constant_1]").select_option("job_title")
        page.locator("[name=constant_value_1]:enabled").fill("{" + HEADERS[language].split(",")[2] + "} lead")
        importer.try_it()
        tried = importer.sums()
        importer.bring_in()
        brought = importer.sums()
        with page.expect_download() as fetched:
            page.locator("a[href$='/errors']").click()
        refused = list(csv.reader(Path(fetched.value.path()).read_text("utf-8-sig").splitlines()))
        repaired = tmp_path / "repaired.csv"
        text = "\n".join(",".join(line[:-1]) for line in refused)
        repaired.write_text(text.replace("no address", f"bad@{mark}.example"), "utf-8")
        page.locator(".head a[href^='/imports/new']").click()
        importer.upload(repaired)
        expect(page.locator(".notice.offer")).to_contain_text(file.name)
        importer.try_it()
        importer.bring_in()
        visitor.go(f"/contacts?q={mark}")
        there = sorted(page.locator("[data-list] tbody tr td.lead a").all_inner_texts())
        page.locator("[data-list] tbody tr td.lead a", has_text="Good").click()
        expect(page.locator("#record")).to_contain_text("Sales lead")
        page.go_back()
        page.go_back()
        expect(page.locator(UNDO)).to_be_visible()
        importer.undo()
        visitor.go(f"/contacts?q={mark}")
        left = page.locator("[data-list] tbody tr td.lead a").all_inner_texts()

        assert proposed == ["full_name", EMAIL[language], "department"]
        assert tried == brought == ["1", "1"]
        assert [line[:2] for line in refused[1:]] == [[f"Bad {mark}", "no address"]]
        assert "no address" in refused[1][-1]
        assert there == [f"Bad {mark}", f"Good {mark}"]
        assert left == [f"Good {mark}"]
        assert not importer.violations
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_list_becomes_a_file_with_the_columns_that_were_chosen(visit: Visiting) -> None:
    with visit() as seller:
        seller.come_in("sales")
        seller.go("/accounts?sort=name")
        page = seller.page
        names = page.locator("[data-list] tbody tr td.lead a").all_inner_texts()[1:3]
        for place in (1, 2):
            page.locator("[data-list] .pick").nth(place).check()
        seller.bulk("export/ask")
        dialog = page.locator("#dialog[open]")
        expect(dialog).to_be_visible()
        violations = Axe().run(page).response["violations"]

        dialog.locator("[name=format][value=csv]").check()
        for box in reversed(dialog.locator("[name=column]:checked").all()[1:]):
            box.uncheck()
        with page.expect_download() as fetched:
            dialog.locator("button[type=submit]").click()

        content = Path(fetched.value.path()).read_bytes()
        expect(dialog).to_have_count(0)
        assert content.startswith(b"\xef\xbb\xbf")
        assert [line[0] for line in csv.reader(content.decode("utf-8-sig").splitlines())] == ["Name", *names]
        assert not violations
