"""A firm keeps a contract in a field: made in settings, put there, replaced, looked at, taken back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.journeys.looking import violations, violations_on_a_phone
from tests.journeys.visiting import LANGUAGES, PHONE
from tests.kernel.files.drawing import a_picture

if TYPE_CHECKING:
    from playwright.sync_api import Locator
    from tests.journeys.conftest import Visiting
    from tests.journeys.visiting import Visitor

pytestmark = pytest.mark.slow
LABELS = ("Signed contract", "签字合同")
SAID = {"en": "Drop a file here, or choose one", "zh-hans": "把文件拖到这里，或点击选择"}


@pytest.fixture
def papers(tmp_path: Path) -> dict[str, Path]:
    """A text and a picture."""
    text, picture = tmp_path / "first.txt", tmp_path / "second.png"
    text.write_text("Ten lathes, net 30 days.")
    picture.write_bytes(a_picture(size=(1200, 800)))
    return {"text": text, "picture": picture}


def moulds(at: Visitor, language: str, label: str) -> tuple[str, str]:
    """An object of the firm's own with a web address and a file; its API name and the field's."""
    page = at.page
    at.go("/settings/objects/new")
    page.locator("#f-label_en").fill(f"Mould {label}")
    page.locator("#f-plural_en").fill(f"Moulds {label}")
    page.locator("#f-label_zh").fill(f"模具 {label}")
    _press(at)
    expect(page.locator("[data-order], .empty, h1").first).to_be_visible()
    plural = page.url.rpartition("/")[2].partition("?")[0]
    for kind, (english, chinese) in (("url", ("Web page", "网页")), ("file", LABELS)):
        at.go(f"/settings/objects/{plural}/fields/new")
        page.locator("#f-label_en").fill(english)
        page.locator("#f-label_zh").fill(chinese)
        with page.expect_response(re.compile("/fields/new")):
            page.locator("#f-type").select_option(kind)
        if kind == "file":
            page.locator("#f-kinds").select_option("" if language else "pictures")
        _press(at)
        expect(page.locator("[data-order]")).to_contain_text(chinese if language == "zh-hans" else english)
    return plural, "signed_contract"


def _press(at: Visitor) -> None:
    at.page.locator("main form button[type=submit].main").last.click()


def zone(at: Visitor, name: str, within: str = "form") -> Locator:
    """Where a file is dropped for a field."""
    return at.page.locator(f"{within} [data-upload]", has=at.page.locator(f"input[name={name}]"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contract_is_kept_in_a_field(visit: Visiting, papers: dict[str, Path], language: str) -> None:
    with visit() as at:
        page = at.page
        at.come_in("administrator", language)
        plural, name = moulds(at, language, f"of {language}")

        _put_into_the_form(at, plural, name, papers["text"], language)
        fact = page.locator(f"dd[data-field={name}]")
        expect(fact).to_contain_text("first.txt")
        expect(page.locator(".files li", has_text="first.txt")).to_contain_text(LABELS[language != "en"])
        with page.expect_download() as fetched:
            fact.locator("a").click()
        assert Path(fetched.value.path()).read_text() == "Ten lathes, net 30 days."
        _found_by_its_name(at)

        _replace_in_place(at, name, papers["picture"])
        at.undo()
        expect(fact).to_contain_text("first.txt")
        address = page.url
        page.goto(f"{address}/history")
        expect(page.locator("main")).to_contain_text("second.png")

        page.goto(address)
        fact.focus()
        page.keyboard.press("e")
        expect(page.locator(f"dd[data-field={name}] [data-let-go]")).to_be_visible()
        assert violations(at) == []
        page.locator(f"dd[data-field={name}] [data-let-go]").click()
        expect(fact).not_to_contain_text("first.txt")
        expect(page.locator(".files li", has_text="first.txt")).to_have_count(0)
        _set_in_many(at, plural, name, papers["text"])


def _found_by_its_name(at: Visitor) -> None:
    """Whoever looks for the paper finds the record that has it."""
    at.find("first.txt")
    option = at.page.locator("#palette [role=option]", has_text="first.txt").first
    expect(option).to_contain_text("Mould 7")
    at.page.keyboard.press("Escape")
    expect(at.page.locator("#palette")).to_be_hidden()


def _set_in_many(at: Visitor, plural: str, name: str, paper: Path) -> None:
    """From a list: the file is put into the field of everything that is ticked."""
    page = at.page
    at.go(f"/{plural}?view=all")
    page.locator("[data-list] tbody tr td.sel input").first.check()
    at.bulk("bulk/change")
    dialog = page.locator("#dialog[open]")
    dialog.locator("[name=field]").select_option(name)
    dialog.locator("button[type=submit]").click()
    with page.expect_response(re.compile("/uploads")):
        zone(at, name, "#dialog").locator("input[type=file]").set_input_files(paper)
    expect(zone(at, name, "#dialog")).to_contain_text("first.txt")
    assert violations(at) == []
    dialog.locator("button[type=submit]").click()
    expect(page.locator("#dialog[open]")).to_have_count(0)
    page.locator("[data-list] tbody tr a", has_text="Mould 7").first.click()
    expect(page.locator(f"dd[data-field={name}]")).to_contain_text("first.txt")


def _put_into_the_form(at: Visitor, plural: str, name: str, paper: Path, language: str) -> None:
    """What is refused for another reason keeps the file; what was let go of can be chosen again."""
    page = at.page
    at.go(f"/{plural}/new")
    page.locator("#f-name").fill("Mould 7")
    with page.expect_response(re.compile("/uploads")):
        zone(at, name).locator("input[type=file]").set_input_files(paper)
    expect(zone(at, name)).to_contain_text("first.txt")
    assert violations(at) == []
    page.locator(f".held-file-box:has(input[name={name}]) [data-let-go]").click()
    expect(zone(at, name)).to_contain_text(SAID[language])
    with page.expect_response(re.compile("/uploads")):
        zone(at, name).locator("input[type=file]").set_input_files(paper)
    expect(zone(at, name)).to_contain_text("first.txt")
    page.locator("#f-web_page").fill("no web address at all")
    page.locator("form[data-draft] button[type=submit]").last.click()
    expect(page.locator("#f-web_page[aria-invalid]")).to_be_visible()
    expect(zone(at, name)).to_contain_text("first.txt")
    page.locator("#f-web_page").fill("")
    page.locator("form[data-draft] button[type=submit]").last.click()
    expect(page.locator("#record")).to_be_visible()


def _replace_in_place(at: Visitor, name: str, picture: Path) -> None:
    """In the facts: choosing another file is enough; a picture is looked at large."""
    page = at.page
    fact = page.locator(f"dd[data-field={name}]")
    fact.dblclick(position={"x": 2, "y": 2})
    fact.locator("input[type=file]").set_input_files(picture)
    expect(fact.locator("a")).to_have_text("second.png")
    at.settle()
    fact.locator("a").click()
    expect(page.locator("#dialog img")).to_be_visible()
    page.wait_for_function("document.querySelector('#dialog img').naturalWidth === 1200")
    page.keyboard.press("Escape")


def test_on_a_phone_a_picture_is_put_into_the_form(visit: Visiting, papers: dict[str, Path]) -> None:
    with visit(PHONE) as at:
        page = at.page
        at.come_in("administrator")
        plural, name = moulds(at, "", "on the road")

        at.go(f"/{plural}/new")
        page.locator("#f-name").fill("Mould 9")
        chooser = zone(at, name).locator("input[type=file]")
        expect(chooser).to_have_attribute("accept", "image/*")
        chooser.set_input_files(papers["picture"])
        expect(zone(at, name)).to_contain_text("second.png")
        assert violations_on_a_phone(at) == []
        page.locator("form[data-draft] button[type=submit]").last.click()
        expect(page.locator(f"dd[data-field={name}]")).to_contain_text("second.png")
        assert violations_on_a_phone(at) == []
