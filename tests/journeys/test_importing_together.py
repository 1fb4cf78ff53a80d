"""An export of several files goes from upload to undo: recognised, linked, tried and taken back as one."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.test_importing import SUBMIT, UNDO, WORKED, Importer
from tests.journeys.visiting import DESK, PHONE

SAMPLES = Path(__file__).parents[1] / "shell" / "importing" / "presets" / "samples" / "salesforce"
NAMES = ("Opportunity.csv", "Contact.csv", "Account.csv")
MISSING = "form:has(button[name=name][value={name}]) button"


def written(folder: Path, mark: str) -> list[Path]:
    """The sample files under ids and names of their own, so that journeys do not meet each other's records."""
    made = []
    for name in NAMES:
        text = (SAMPLES / name).read_text("utf-8").replace("01AAB", mark).replace("02AAB", f"{mark}x")
        text = text.replace("Negotiation/Review", f"Review {mark}")
        made.append(folder / name)
        named = text.replace('"Umbra ', f'"Umbra {mark} ').replace('"Alex', f'"Alex {mark}')
        made[-1].write_text(named.replace("umbra.example", f"{mark}.example").replace(f"Alex {mark}.G", "G"), "utf-8")
    return made


@pytest.mark.parametrize(("language", "size"), [("en", DESK), ("zh-hans", PHONE)])
def test_an_export_of_several_files_goes_from_upload_to_undo(
    visit: Visiting, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    mark = uuid4().hex[:6]
    with visit(size) as visitor:
        visitor.come_in("administrator", language)
        importer, page = Importer(visitor), visitor.page
        visitor.go("/imports/new")

        importer.look()
        page.locator("main [name=file]").set_input_files(written(tmp_path, mark))
        page.locator("main button[type=submit]").click()
        expect(page.locator("table tbody tr")).to_have_count(3)
        importer.look()
        files = [text.split(" ")[1].strip() for text in page.locator("tbody td.lead").all_inner_texts()]
        page.locator(SUBMIT).click()
        expect(page.locator(MISSING.format(name="stage"))).to_be_visible(timeout=WORKED)
        importer.look()
        page.locator(MISSING.format(name="stage")).click()
        expect(page.locator(MISSING.format(name="stage"))).to_have_count(0, timeout=WORKED)
        expect(page.locator(SUBMIT)).to_be_visible(timeout=WORKED)
        tried = page.locator("tbody td.num").all_inner_texts()
        page.reload()
        page.locator(SUBMIT).click()
        expect(page.locator(UNDO)).to_be_visible(timeout=WORKED)
        importer.look()
        brought = page.locator("tbody td.num").all_inner_texts()
        result = page.url
        visitor.go(f"/contacts?q={mark}")
        page.locator("[data-list] tbody tr td.lead a").first.click()
        expect(page.locator("#record")).to_contain_text(f"Umbra {mark}")
        page.goto(result)
        importer.undo()
        visitor.go(f"/contacts?q={mark}")
        left = page.locator("[data-list] tbody tr td.lead a").all_inner_texts()

        assert files == ["Account.csv", "Contact.csv", "Opportunity.csv"]
        assert tried == brought
        assert [brought[at] for at in (1, 8, 15)] == ["2", "2", "3"]
        assert left == []
        assert not importer.violations
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
